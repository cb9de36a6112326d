"""Goods that come back in a POSLog: with a link, without, and together with a sale."""

import pytest

from tests.agent.counter.shop import CARD
from tests.agent.intakes.poslog import (
    DAY,
    item,
    link,
    log,
    member,
    tender,
    total,
    transaction,
)
from tests.agent.intakes.taking import Table


def sold(number: int = 1) -> str:
    """Return a sale of two different items and two alike, to our member."""
    return transaction(
        item(1, "12.00", sku="A"),
        item(2, "5.00", sku="B"),
        item(3, "5.00", sku="B"),
        member(4, CARD),
        tender(5, "22.00"),
        number=number,
    )


def test_a_return_that_names_its_sale_takes_its_points_back_by_product(laid: Table) -> None:
    back = transaction(
        item(1, "12.00", sku="A", name="Return"),
        link(1, "Return"),
        tender(2, "-12.00"),
        number=2,
    )

    taken = laid.poslog(log(sold(), back))

    assert taken.counts == {"booked": 2}
    assert laid.pending() == 10
    assert laid.poslog(log(sold(), back)).counts == {"repeated": 2}


def test_two_of_a_kind_come_back_one_after_the_other(laid: Table) -> None:
    backs = [
        transaction(
            item(1, "5.00", sku="B", name="Return"), link(1, "Return"), number=number
        )
        for number in (2, 3, 4)
    ]

    taken = laid.poslog(log(sold(), *backs))

    assert taken.counts == {"booked": 3, "refused": 1}
    assert "More comes back than was sold" in taken.why()
    assert laid.pending() == 12


def test_a_return_may_name_the_line_of_its_sale_itself(laid: Table) -> None:
    named = link(1, "Return").replace(
        "</TransactionLink>",
        "<LineItemSequenceNumber>3</LineItemSequenceNumber></TransactionLink>",
    )
    back = transaction(item(7, "5.00", sku="B", name="Return", more=named), number=2)

    taken = laid.poslog(log(sold(), back))

    assert taken.counts == {"booked": 2}
    assert laid.value()["lines"][0]["of_line"] == "3"
    assert laid.pending() == 17


def test_a_return_of_an_unknown_sale_is_a_claim_that_head_office_settles(
    laid: Table,
) -> None:
    backs = [
        transaction(item(1, "5.00", name="Return"), tender(2, "-5.00"), number=2),
        transaction(item(1, "-5.00", quantity="-1"), link(99, "Return"), number=3),
    ]

    taken = laid.poslog(log(*backs))

    assert taken.counts == {"booked": 2}
    assert laid.value(0)["original"] is None
    assert laid.value(1)["original"]["document"]["number"] == "99"


def test_a_refund_may_be_written_with_either_sign(laid: Table) -> None:
    back = transaction(
        item(1, "12.00", sku="A", name="Return"),
        link(1, "Return"),
        tender(2, "12.00"),
        number=2,
    )

    taken = laid.poslog(log(sold(), back))

    assert taken.counts == {"booked": 2}
    assert laid.value()["tenders"] == [{"tender": "cash", "amount_minor": -1200}]


def test_an_exchange_is_a_sale_and_a_refund_that_pay_one_another(laid: Table) -> None:
    exchange = transaction(
        item(1, "12.00", sku="A", name="Return"),
        item(2, "20.00", sku="C"),
        link(1, "Exchange"),
        member(3, CARD),
        tender(4, "8.00"),
        total("8.00"),
        number=2,
    )

    taken = laid.poslog(log(sold(), exchange))

    assert taken.counts == {"booked": 3}
    assert laid.value(1)["tenders"] == [
        {"tender": "cash", "amount_minor": 800},
        {"tender": "exchange", "amount_minor": 1200},
    ]
    assert laid.value(2)["tenders"] == [{"tender": "exchange", "amount_minor": -1200}]
    assert laid.pending() == 22 - 12 + 20


def test_an_exchange_that_pays_out_is_the_same_the_other_way_round(laid: Table) -> None:
    exchange = transaction(
        item(1, "12.00", sku="A", name="Return"),
        item(2, "2.00", sku="C"),
        link(1, "Exchange"),
        tender(4, "-10.00"),
        total("-10.00"),
        number=2,
    )

    taken = laid.poslog(log(sold(), exchange))

    assert taken.counts == {"booked": 3}
    assert laid.value(2)["tenders"] == [
        {"tender": "cash", "amount_minor": -1000},
        {"tender": "exchange", "amount_minor": -200},
    ]


def test_goods_of_two_sales_come_back_as_two_refunds(laid: Table) -> None:
    back = transaction(
        item(1, "12.00", sku="A", name="Return", more=link(1, "Return")),
        item(2, "5.00", sku="B", name="Return", more=link(2, "Return")),
        tender(3, "-17.00"),
        number=3,
    )

    taken = laid.poslog(log(sold(1), sold(2), back))

    assert taken.counts == {"booked": 4}
    numbers = [each["document"]["number"] for each in laid.values[2:]]
    assert numbers == ["3", "3.2"]
    assert laid.pending() == 44 - 12 - 5


LINKS = {
    "in the return, of 2.1": (
        (
            '<TransactionLink ReasonCode="Return"><RetailStoreID>S01</RetailStoreID>'
            "<WorkstationID>31</WorkstationID><SequenceNumber>1</SequenceNumber>"
            "<LineItemSequenceNumber>3</LineItemSequenceNumber>"
            "<BeginDateTime>2026-11-21T17:40:00</BeginDateTime></TransactionLink>"
        ),
        "",
    ),
    "in the return, of 2.2": (
        (
            '<TransactionLink ReasonCode="Return"><BusinessUnit>S01</BusinessUnit>'
            "<WorkstationID>31</WorkstationID><BusinessDayDate><Date>2026-11-21</Date>"
            "</BusinessDayDate><SequenceNumber>1</SequenceNumber></TransactionLink>"
            "<Disposal><Method>ReturnToStock</Method></Disposal>"
        ),
        "",
    ),
    "of the whole transaction": (
        "",
        (
            '<TransactionLink ReasonCode="Return"><BusinessUnit><UnitID>S01</UnitID>'
            "</BusinessUnit><WorkstationID>31</WorkstationID>"
            "<BusinessDayDate>2026-11-21</BusinessDayDate>"
            "<SequenceNumber>1</SequenceNumber></TransactionLink>"
        ),
    ),
}
"""Where the standard's own examples put a link, and what stands in it; values invented."""


@pytest.mark.parametrize("where", LINKS)
def test_the_standards_links_are_read_on_a_later_day_and_at_another_till(
    laid: Table, where: str
) -> None:
    inside, beside = LINKS[where]
    back = transaction(
        item(1, "5.00", sku="B", name="Return", more=inside),
        beside,
        tender(2, "-5.00"),
        number=9,
        workstation="32",
        at="2026-11-23T10:00:00",
    ).replace(f"<BusinessDayDate>{DAY}", "<BusinessDayDate>2026-11-23", 1)

    taken = laid.poslog(log(sold(), back))

    assert taken.counts == {"booked": 2}
    assert laid.value()["document"]["business_day"] == "2026-11-23"
    assert laid.value()["original"]["document"] == {
        "store": "S01",
        "workstation": "31",
        "business_day": "2026-11-21",
        "number": "1",
        "kind": "sale",
    }
    assert laid.pending() == 17


def test_a_return_may_come_back_in_parts_of_a_line(laid: Table) -> None:
    three = transaction(
        item(1, "15.00", sku="B", quantity="3"), member(2, CARD), tender(3, "15.00")
    )
    backs = [
        transaction(
            item(
                1, amount, sku="B", quantity=quantity, name="Return", more=link(1, "Return")
            ),
            tender(2, f"-{amount}"),
            number=number,
        )
        for number, quantity, amount in (
            (2, "1", "5.00"),
            (3, "2", "10.00"),
            (4, "1", "5.00"),
        )
    ]

    taken = laid.poslog(log(three, *backs))

    assert taken.counts == {"booked": 3, "refused": 1}
    assert laid.pending() == 0
