"""What is given by itself is checked where it is written: each fault a sentence."""

import pytest

from tests.wire.test_segment_checks import TIERS, told

DEED: dict[str, object] = {"kind": "activity", "activity": "helped"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"gives": {"kind": "tier", "tier": "brass"}}, "tier brass is not on the ladder"),
        ({"on": {"kind": "purchase"}}, "a sale gives no tier by itself"),
        (
            {"on": {"kind": "tier_entry", "tiers": ["top"]}, "lost": "withdraw"},
            "a tier is not withdrawn",
        ),
    ],
)
def test_a_tier_is_given_only_where_it_can_be(change: dict[str, object], why: str) -> None:
    ladder = {"metric": "orders", "window_days": 30, "tiers": TIERS}
    gift = {"rule": "gift", "on": DEED, "gives": {"kind": "tier", "tier": "top"}}

    assert why in told(issues=[gift | change], ladder=ladder)


@pytest.mark.parametrize("metric", ["visits", "balance"])
def test_days_and_what_is_usable_now_are_neither_given_nor_bought(metric: str) -> None:
    ladder: dict[str, object] = {"metric": metric, "window_days": 30, "tiers": TIERS}
    gift = {"rule": "gift", "on": DEED, "gives": {"kind": "tier", "tier": "top"}}

    assert f"no tier by {metric} can be given" in told(issues=[gift], ladder=ladder)

    bought = [*TIERS[:-1], {**TIERS[-1], "bought_with": ["CLUB"]}]
    assert f"a tier by {metric} cannot be bought" in told(
        ladder={**ladder, "tiers": bought}
    )
