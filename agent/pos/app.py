"""The local API: every path in one list, each with its shapes and its problems."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from agent.loop.doors import Doors
from agent.loop.inbox import BusyFault
from agent.loop.loop import QuarantinedError
from agent.pos.calls.days import Days
from agent.pos.calls.desk import Desk
from agent.pos.calls.docs_page import description, docs_file, docs_page
from agent.pos.calls.news import News
from agent.pos.calls.prints import Prints
from agent.pos.calls.service import Service
from agent.pos.door.reading import told
from agent.pos.door.replies import ProblemError, problem_reply
from agent.pos.operations import OPERATIONS
from agent.pos.problems.telling import Problem, problem
from sync.kit.faults import Fault

TITLE: Final = "Vafa, the till's local API"

_WRONG_METHOD: Final = 405
_HTTP_CODES: Final = {404: "not_found", 405: "method_not_allowed"}
_HANDLED: Final = (
    ProblemError,
    RequestValidationError,
    HTTPException,
    QuarantinedError,
    Fault,
    Exception,
)


def create_app(doors: Doors) -> FastAPI:
    """Build the application behind the gate; ``doors`` are what it reaches."""
    app = FastAPI(
        title=TITLE,
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    for served in _served(doors):
        operation = OPERATIONS[served.name]
        app.add_api_route(
            operation.path,
            served.endpoint,
            methods=[operation.method],
            operation_id=served.name,
            response_class=Response,
        )
    _add_own_pages(app)
    _add_problems(app)
    return app


@dataclass(frozen=True, slots=True)
class _Served:
    name: str
    endpoint: Callable[..., object]


def _served(doors: Doors) -> tuple[_Served, ...]:
    """List who answers what: add a path here and in ``operations/``."""
    desk, news, service = Desk(doors), News(doors), Service(doors)
    days, prints = Days(doors), Prints(doors)
    return (
        _Served("scan", desk.scan),
        _Served("session", desk.session),
        _Served("quote", desk.quote),
        _Served("hold", desk.hold),
        _Served("release", desk.release),
        _Served("sale", desk.sale),
        _Served("top_up", desk.top_up),
        _Served("refund", desk.refund),
        _Served("void", desk.void),
        _Served("member", desk.member),
        _Served("enrol_member", desk.enrol_member),
        _Served("replace_card", desk.replace_card),
        _Served("block_card", desk.block_card),
        _Served("attach", desk.attach),
        _Served("tell_activity", desk.tell_activity),
        _Served("suspend", desk.suspend),
        _Served("resume", desk.resume),
        _Served("voucher", desk.voucher),
        _Served("receipt", desk.receipt),
        _Served("transaction", desk.transaction),
        _Served("why", desk.why),
        _Served("day_totals", days.totals),
        _Served("tell_day_totals", days.tell),
        _Served("print_slip", prints.print_slip),
        _Served("slip", prints.slip),
        _Served("events", news.events),
        _Served("sign_in", service.sign_in),
        _Served("sync", service.sync),
        _Served("health", service.health),
        _Served("metrics", service.metrics),
    )


def _add_own_pages(app: FastAPI) -> None:
    app.add_api_route("/docs", docs_page, methods=["GET"], include_in_schema=False)
    app.add_api_route("/docs/{name}", docs_file, methods=["GET"], include_in_schema=False)
    app.add_api_route(
        "/openapi.json", description, methods=["GET"], include_in_schema=False
    )


def _add_problems(app: FastAPI) -> None:
    async def handle(request: Request, error: Exception) -> Response:
        headers = getattr(error, "headers", None)
        if isinstance(error, HTTPException) and error.status_code == _WRONG_METHOD:
            headers = _allowed(request.url.path) or headers
        return problem_reply(_problem_of(error), headers=headers)

    for kind in _HANDLED:
        app.add_exception_handler(kind, handle)


def _allowed(path: str) -> dict[str, str]:
    """Name every method of a path: the router knows of the first one only."""
    methods = {each.method for each in OPERATIONS.values() if each.path == path}
    return {"Allow": ", ".join(sorted(methods))} if methods else {}


def _problem_of(error: Exception) -> Problem:
    match error:
        case ProblemError():
            return error.problem
        case RequestValidationError():
            return told([_without_source(found) for found in error.errors()])
        case QuarantinedError():
            number = error.event.number
            return problem("set_aside", instance=f"event-{number}", number=number)
        case Fault():
            code = "busy" if isinstance(error, BusyFault) else "not_now"
            return problem(code, what=str(error), hint=error.hint)
        case HTTPException():
            return problem(_HTTP_CODES.get(error.status_code, "broken"))
        case _:
            return problem("broken")


def _without_source(found: ErrorDetails) -> ErrorDetails:
    """Drop FastAPI's first part of a place (``query``): the field's name says enough."""
    return {**found, "loc": found["loc"][1:]}
