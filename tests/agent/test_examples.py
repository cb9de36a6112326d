"""The public examples, held against what the API reads and what it says it answers."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from agent.pos.operations import OPERATIONS
from agent.pos.problems.register import PROBLEMS
from agent.pos.problems.telling import of_refusal
from agent.pos.requests import shapes
from rules.ground.refusal import refuse
from tests.agent.running import Json

EXAMPLES = Path(__file__).with_name("examples")
NAMES = ("scan", "quote", "hold", "sale", "refund")


def example(name: str) -> Json:
    """Return one of the published examples."""
    value: Json = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return value


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_request_is_read(name: str) -> None:
    shape: TypeAdapter[object] = getattr(shapes, name.upper())

    read = shape.validate_json(json.dumps(example(name)["request"]))

    assert read is not None


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_an_answer_fits_its_description(name: str) -> None:
    answer = example(name)["answer"]
    shape: TypeAdapter[object] = TypeAdapter(OPERATIONS[name].answer)

    assert shape.validate_python(answer, extra="forbid") == answer


@pytest.mark.parametrize("other", example("refund")["original_alternatives"])
def test_a_refund_may_name_its_sale_otherwise_or_not_at_all(other: object) -> None:
    request = example("refund")["request"] | {"original": other}

    assert shapes.REFUND.validate_json(json.dumps(request)).document.number == "000009"


def test_an_exchange_line_and_every_kind_of_line_is_read() -> None:
    sale = example("sale")
    lines = [sale["request"]["lines"][0] | {"type": kind} for kind in sale["line_types"]]
    request = sale["request"] | {"lines": [*lines, sale["exchange_line"]]}

    read = shapes.SALE.validate_json(json.dumps(request))

    assert [line.kind for line in read.lines] == [*sale["line_types"], "item"]
    assert read.lines[-1].returns is not None


def test_the_example_of_a_problem_is_told_word_for_word() -> None:
    published = example("problem")

    told = of_refusal(
        refuse("document_differs", record="t1.3-1842", detail=published["detail"])
    )

    assert json.loads(told.body()) == published
    assert PROBLEMS[published["code"]].status == published["status"]
