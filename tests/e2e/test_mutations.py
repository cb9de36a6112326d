"""Sound requests with one thing wrong: every field, every kind of wrong, one at a time."""

import copy
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from agent.pos.operations import OPERATIONS
from tests.agent.counter.shop import CARD, back, document, example_sale, refund_of
from tests.agent.running import OK, Json, RunningTill, enrolled_folder, running
from tests.e2e.described import answer_faults

EXAMPLES: Final = Path(__file__).parents[1] / "agent" / "examples"
UNHURRIED: Final = "requests_per_s = 100000\n"
WRONG: Final[tuple[object, ...]] = (
    None,
    True,
    0,
    -1,
    10**13,
    10**400,
    0.5,
    "",
    "x" * 5000,
    "\u0000\ud7ff|\u202e",
    "۱۲۳",
    "2026-02-30",
    [],
    {},
    [[]],
)
"""What stands where something else should; each is JSON."""

Place = tuple[str | int, ...]


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTill]:
    """Run a till with points to spend and a sale that may come back."""
    folder = tmp_path_factory.mktemp("mutations")
    with running(enrolled_folder(folder, extra=UNHURRIED, dealt=900)) as till:
        assert till.ask("POST", "/v1/sales", example_sale()).status == OK
        yield till


def sound() -> dict[str, Json]:
    """Return a request for each call, as a POS would send it."""
    published = {
        name: json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))["request"]
        for name in ("scan", "quote", "hold", "refund")
    }
    attached = {"document": document("nobody"), "card": CARD}
    return published | {
        "sale": example_sale(),
        "refund_quote": {"workstation": "L2"}
        | {
            name: value
            for name, value in refund_of("0", [back("1", "1", 1161)]).items()
            if name != "document"
        },
        "void": {
            "document": document("000900", "void"),
            "original": {"document": document("000123")},
        },
        "attach": attached,
        "enrol_member": {"workstation": "L2", "name": "Reza", "key": "k1"},
        "top_up": {
            "document": document("000950"),
            "at": "2026-11-21T17:42:10+08:00",
            "currency": "MYR",
            "amount_minor": 5000,
            "card": CARD,
            "tenders": [{"tender": "cash", "amount_minor": 5000}],
        },
    }


def places(value: Any, at: Place = ()) -> Iterator[Place]:  # noqa: ANN401  # any JSON
    """Yield the place of everything in a JSON value, from the outside in."""
    if at:
        yield at
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*at, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*at, number))


def mutants(body: Json) -> Iterator[Json]:
    """Yield the body with one thing gone or wrong, each under a number of its own."""
    for number, (place, wrong) in enumerate(
        (place, wrong) for place in places(body) for wrong in (..., *WRONG)
    ):
        mutant = copy.deepcopy(body)
        if "document" in mutant:
            mutant["document"]["number"] = f"m{number}"
        _change(mutant, place, wrong)
        yield mutant


def _change(mutant: Json, place: Place, wrong: object) -> None:
    holder: Any = mutant
    for name in place[:-1]:
        holder = holder[name]
    if wrong is ...:
        del holder[place[-1]]
    else:
        holder[place[-1]] = wrong


@pytest.mark.parametrize("name", sorted(sound()))
def test_whatever_one_field_holds_the_answer_is_one_of_those_described(
    till: RunningTill, name: str
) -> None:
    call = name.removeprefix("refund_") if name == "refund_quote" else name
    operation = OPERATIONS[call]

    faults = []
    for mutant in mutants(sound()[name]):
        reply = till.ask(operation.method, operation.path, mutant)
        found: Sequence[str] = answer_faults(call, reply.status, reply.json)
        if reply.status >= 500:
            found = [*found, "a server error"]
        faults += [(fault, mutant, reply.body[:300]) for fault in found]

    assert faults[:3] == []
    assert till.ask("GET", "/v1/health").json["loop"]["quarantined"] == 0
