"""What keeps the till and the POS together: days told, slips, events, health."""

from collections.abc import Mapping
from typing import Final

from agent.pos.answers.answers import SignInAnswer, SyncAnswer
from agent.pos.answers.day_answers import DayTotalsKept
from agent.pos.answers.health_answers import HealthAnswer
from agent.pos.operations.codes import BODY
from agent.pos.operations.operation import Operation
from agent.pos.requests.print_requests import PRINT, PrintAnswer
from agent.pos.requests.shapes import DAY_TOTALS
from agent.pos.requests.sign_in_request import SIGN_IN
from agent.pos.requests.sync_request import SYNC

SERVICE_CALLS: Final[Mapping[str, Operation]] = {
    "tell_day_totals": Operation(
        method="POST",
        path="/v1/day-totals",
        group="service",
        request=DAY_TOTALS,
        answer=DayTotalsKept,
        problems=(*BODY, "document_differs", "other_store", "payment_card_in_document"),
    ),
    "events": Operation(
        method="GET", path="/v1/events", group="service", media="text/event-stream"
    ),
    "sign_in": Operation(
        method="POST",
        path="/v1/sign-ins",
        group="service",
        request=SIGN_IN,
        answer=SignInAnswer,
        problems=BODY,
    ),
    "sync": Operation(
        method="POST",
        path="/v1/sync",
        group="service",
        request=SYNC,
        answer=SyncAnswer,
        problems=(*BODY, "no_office"),
    ),
    "health": Operation(
        method="GET",
        path="/v1/health",
        group="service",
        answer=HealthAnswer,
    ),
    "metrics": Operation(
        method="GET", path="/metrics", group="service", media="text/plain"
    ),
    "print_slip": Operation(
        method="POST",
        path="/v1/prints",
        group="service",
        request=PRINT,
        answer=PrintAnswer,
        problems=(
            *BODY,
            "receipt_or_card",
            "unknown_receipt",
            "unknown_member",
            "unknown_printer",
            "printer_full",
        ),
    ),
}
