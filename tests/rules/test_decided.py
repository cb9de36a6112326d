"""What a discount says beside its figures: the step that holds, the terms agreed."""

from dataclasses import replace

import pytest

from rules.evaluator import Evaluator
from rules.sale.decisions import Quote
from tests.conformance.engine import basket, line, programme, standing

PERCENTS = [{"from_value": 1, "percent": "5"}, {"from_value": 3, "percent": "10"}]
SCALE = {"kind": "scale", "rule": "some", "steps": PERCENTS}
TERMS = {"kind": "personal_percent", "rule": "some", "attribute": "terms"}


@pytest.mark.parametrize(
    ("discount", "values"),
    [
        ({**SCALE, "by": "pieces"}, {"from_pieces": 3, "percent": "10"}),
        ({**SCALE, "by": "basket"}, {"from_minor": 3, "percent": "10"}),
        ({**SCALE, "by": "accumulated"}, {"spent_minor": 1, "percent": "5"}),
        ({**SCALE, "slices": True}, {"up_to": "10"}),
        ({**SCALE, "steps": [{"from_value": 2, "amount_minor": 9}]}, {"from_minor": 2}),
        (TERMS, {"agreed": "15/2"}),
        ({**TERMS, "percent_max": 5}, {"agreed": "5"}),
    ],
)
def test_what_holds_is_said(
    discount: dict[str, object], values: dict[str, int | str]
) -> None:
    law = Evaluator(programme(discounts=[discount]))
    member = replace(standing(spend_minor=2), attributes=(("terms", "7.5"),))

    quote = law.quote(basket([line("MUG", 1_000, pieces=4)]), member)

    assert isinstance(quote, Quote)
    assert [dict(given.values) for given in quote.discounts] == [values]
