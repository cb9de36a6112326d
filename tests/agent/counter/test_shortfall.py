"""What a programme says of points that are spent already, at the counter."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.programme import RefundTerms, ShortfallPolicy
from tests.agent.counter.shop import (
    STORE,
    Json,
    Shop,
    back,
    document,
    line,
    programme,
    refund_of,
    refused,
    said,
    sale_of,
)


def spent_shop(directory: Path, policy: ShortfallPolicy) -> Shop:
    """Return a shop whose member earned 1000 points and has spent 800 of them."""
    rules = replace(programme(pending_days=0), refund=RefundTerms(shortfall=policy))
    shop = Shop(directory, rules)
    shop.sara()
    said(shop.sale(sale_of("000123", [line("1", 100_000)])))
    shop.member(available=200, dealable=200, pending=0, held={STORE: 0}, applied_seq=2)
    shop.book.journal.connection.execute("DELETE FROM holding")
    return shop


def asked(**more: object) -> Json:
    return {
        "workstation": "L1",
        "currency": "MYR",
        "at": "2026-11-22T10:03:00+08:00",
        "original": {"document": document("000123")},
        "lines": [back("1", "1", 100_000)],
    } | more


def refund(**more: object) -> Json:
    return refund_of("9", [back("1", "1", 100_000)], **more)


def test_what_is_missing_can_be_forgiven(tmp_path: Path) -> None:
    shop = spent_shop(tmp_path, "clamp_to_zero")

    answer = said(shop.refund(refund()))

    assert (answer["shortfall"]["points"], answer["shortfall"]["settled"]) == (800, 800)
    assert shop.balance()[0] == 0


def test_what_is_missing_can_be_paid_from_the_money_the_quote_says(tmp_path: Path) -> None:
    shop = spent_shop(tmp_path, "take_from_refund_money")
    quote = said(shop.quote(asked()))
    money = [{"tender": "cash", "amount_minor": -99_200}]

    answer = said(shop.refund(refund(tenders=money)))

    assert quote["shortfall"]["from_refund_minor"] == 800
    assert quote["to_tenders"] == [{"tender": "cash", "amount_minor": 99_200}]
    assert answer["to_tenders"] == quote["to_tenders"]
    assert shop.balance()[0] == 0


def test_a_pos_that_paid_out_everything_leaves_it_owed(tmp_path: Path) -> None:
    shop = spent_shop(tmp_path, "take_from_refund_money")
    money = [{"tender": "cash", "amount_minor": -100_000}]

    answer = said(shop.refund(refund(tenders=money)))

    assert (answer["shortfall"]["points"], answer["shortfall"]["settled"]) == (800, 0)
    assert shop.balance()[0] == -800


@pytest.mark.parametrize("paid", [-99_199, -98_000, -100_001])
def test_no_more_money_is_kept_than_is_missing(tmp_path: Path, paid: int) -> None:
    shop = spent_shop(tmp_path, "take_from_refund_money")
    told = [{"tender": "cash", "amount_minor": paid}]

    answer = shop.refund(refund(tenders=told))

    assert refused(answer)[0] == "tenders_differ"
    assert shop.records == 2


def test_a_manager_writes_off_and_nobody_else(tmp_path: Path) -> None:
    shop = spent_shop(tmp_path, "manager_write_off")

    plain = said(shop.quote(asked()))
    approved = said(shop.refund(refund(approved_by="M1")))

    assert plain["shortfall"]["settled"] == 0
    assert approved["shortfall"] == {
        "points": 800,
        "policy": "manager_write_off",
        "settled": 800,
        "from_refund_minor": 0,
    }
    assert shop.balance()[0] == 0
