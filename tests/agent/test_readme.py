"""What the README shows a POS's programmer is what a till answers."""

import shlex
from pathlib import Path

from tests.agent.running import Json, RunningTill

README = Path(__file__).parents[2] / "README.md"


def calls() -> list[tuple[str, str]]:
    """Read each curl command of the README's visit: the path and the body it sends."""
    _, _, after = README.read_text("utf-8").partition("TILL=http")
    script = after.partition("```")[0]
    commands = script.split("\ncurl ")[1:]
    found = []
    for command in commands:
        words = shlex.split(command, comments=True)
        assert words[1:5] == ["-H", "$AUTH", "-H", "Content-Type: application/json"]
        assert words[5] == "-d"
        found.append((words[0].removeprefix("$TILL"), words[6]))
    return found


def test_the_four_calls_of_the_readme_do_what_it_says(till: RunningTill) -> None:
    answers: list[Json] = []

    for path, body in calls():
        reply = till.ask("POST", path, body.encode())
        assert reply.status == 200, reply.body
        answers.append(reply.json)

    scan, quote, sale, refund = answers
    assert scan["member"]["name"] == "Sara A."
    assert sum(award["points"] for award in quote["earned"]) == 31
    assert sum(award["points"] for award in sale["earned"]) == 31
    assert sum(back["points"] for back in refund["reversed"]) == 16
    assert refund["to_tenders"] == [{"tender": "cash", "amount_minor": 1550}]
    assert till.ask("POST", "/v1/sales", calls()[2][1].encode()).json == sale
