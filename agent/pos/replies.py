"""How an answer leaves: bytes as they were kept, mappings as JSON, refusals as problems."""

from fastapi import Response

from agent.counter.answers import Answer, body_of
from agent.pos.problems import MEDIA_TYPE, Problem, of_refusal
from rules.refusal import Refusal

JSON = "application/json"


class ProblemError(Exception):
    """Ends a request with a problem, from wherever it is noticed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def reply(answer: Answer | bytes | Refusal) -> Response:
    """Return what a use case answered; a document's kept bytes go out as they are."""
    match answer:
        case bytes():
            return Response(answer, media_type=JSON)
        case Refusal():
            return problem_reply(of_refusal(answer))
        case _:
            return Response(body_of(answer), media_type=JSON)


def problem_reply(problem: Problem) -> Response:
    """Return a problem as RFC 9457 has it."""
    headers = {"www-authenticate": "Bearer"} if problem.status == 401 else None  # noqa: PLR2004
    return Response(
        problem.body(), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers
    )
