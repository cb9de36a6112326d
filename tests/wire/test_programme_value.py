"""The programme's sections about vouchers and money kept with us, at their door."""

import json

import pytest

from rules.programme import Programme
from rules.vouchers.money import Barred, GiftCardTerms, WalletTerms
from rules.vouchers.percent_off import PercentOff
from sync.wire.programme.door import ProgrammeFault, programme_bytes, read_programme

TEN = {"counts": "points", "amount": 10}
SMALL = {"name": "p", "version": 1, "currency": "MYR", "zone": "Asia/Kuala_Lumpur"}
FULL = {
    **SMALL,
    "vouchers": [
        {"kind": "percent", "rule": "twenty", "percent": "20", "cap_minor": 500},
        {"kind": "amount", "rule": "five", "amount_minor": 500, "last_day": "2026-12-31"},
        {"kind": "product", "rule": "tea", "skus": ["TEA"], "spend": "paper"},
    ],
    "gift_cards": {"spend": "homed", "expires_months": 24},
    "wallet": {"max_day_minor": 30000, "usable": "confirmed"},
    "barred": [{"tenders": ["wallet"], "categories": ["tobacco"]}],
}


def test_all_of_it_is_read_and_written_back() -> None:
    programme = read_programme(json.dumps(FULL).encode(), form="json")

    assert isinstance(programme.voucher("twenty"), PercentOff)
    assert programme.gift_cards == GiftCardTerms(spend="homed", expires_months=24)
    assert programme.wallet == WalletTerms(max_day_minor=30000, usable="confirmed")
    assert programme.barred == (Barred(tenders=("wallet",), categories=("tobacco",)),)
    assert read_programme(programme_bytes(programme), form="json") == programme


def test_a_signed_coupon_is_refused_until_its_author_writes_what_it_may_cost() -> None:
    unasked = {"receipt_minor": 1_000, "day_minor": 5_000, "days": 3, "tills": 12}
    twenty = {"kind": "percent", "rule": "twenty", "percent": "20", "spend": "signed"}

    def read(**more: int) -> Programme:
        vouchers = [{**twenty, "unasked": {**unasked, **more}}]
        document = json.dumps({**SMALL, "vouchers": vouchers}).encode()
        return read_programme(document, form="json")

    with pytest.raises(ProgrammeFault, match="cannot be used"):
        read()
    with pytest.raises(ProgrammeFault, match="cannot be used") as caught:
        read(exposure_minor=180_000, days=4)
    assert "MYR 2,400.00 at worst" in caught.value.places[0]
    assert "write exposure_minor = 240000" in caught.value.places[0]
    programme = read(exposure_minor=180_000)
    assert read_programme(programme_bytes(programme), form="json") == programme


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {
                "vouchers": [
                    {"kind": "percent", "rule": "a", "percent": 5, "spend": "signed"}
                ]
            },
            "needs unasked",
        ),
        ({"vouchers": [{"kind": "percent", "rule": "a", "percent": 101}]}, "percent"),
        ({"vouchers": [{"kind": "percent", "rule": "a", "percent": 0}]}, "above 0"),
        ({"vouchers": [{"kind": "gold", "rule": "a"}]}, "kind 'gold' is not known"),
        (
            {"vouchers": [{"kind": "product", "rule": "a"}]},
            "categories or skus must be named",
        ),
        (
            {"vouchers": [{"kind": "amount", "rule": "a", "amount_minor": 5}] * 2},
            "used twice",
        ),
        (
            {
                "vouchers": [
                    {"kind": "amount", "rule": "a", "amount_minor": 5, "last_day": "May"}
                ]
            },
            "must be a day",
        ),
        ({"gift_cards": {"spend": "paper"}}, "'online' or 'homed'"),
        ({"wallet": {"max_day_minor": 0}}, "max_day_minor"),
        (
            {"campaigns": [{"campaign": "c", "budgets": [TEN, TEN]}]},
            "campaign c: two budgets count points of the campaign per ever",
        ),
        (
            {"campaigns": [{"campaign": "c", "budgets": [TEN]}]},
            "campaign c: it has budgets, and no earn rule or discount belongs to it",
        ),
        (
            {"campaigns": [{"campaign": "c", "budgets": [TEN | {"per": "hour"}]}]},
            "'half_year'",
        ),
        ({"barred": [{"tenders": ["points"]}]}, "tenders must be named"),
        ({"barred": [{"tenders": ["cash"], "skus": ["A"]}]}, "'points'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    *, more: dict[str, object], says: str
) -> None:
    with pytest.raises(ProgrammeFault) as caught:
        read_programme(json.dumps({**SMALL, **more}).encode(), form="json")

    assert any(says in place for place in caught.value.places), caught.value.places
