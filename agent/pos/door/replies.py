"""How an answer leaves: as JSON, or as a problem."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Response

from agent.counter.ground.answers import Answer, body_of
from agent.pos.problems.telling import MEDIA_TYPE, Problem, of_refusal
from rules.ground.refusal import Refusal

JSON = "application/json"


class ProblemError(Exception):
    """Ends a request with a problem, from wherever it is noticed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def reply(answer: Answer | Refusal) -> Response:
    """Return what a use case answered; a document's answer is the same bytes each time."""
    if isinstance(answer, Refusal):
        return problem_reply(of_refusal(answer))
    return Response(body_of(answer), media_type=JSON)


def problem_reply(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem as RFC 9457 has it, with what else HTTP wants said (``Allow``)."""
    said = dict(headers or {})
    if problem.status == HTTPStatus.UNAUTHORIZED:
        said["www-authenticate"] = "Bearer"
    return Response(
        problem.body(), status_code=problem.status, media_type=MEDIA_TYPE, headers=said
    )
