"""CSV exports as several POSs write them: their clocks, months, headers and letters."""

import pytest

from tests.agent.intakes.tables import COLUMNS, item, mapping, row, table, taken
from tests.agent.intakes.taking import Table


@pytest.mark.parametrize(
    ("written", "business_day", "at"),
    [
        # Shopify, ISO 8601 in UTC, and a shop west of the date's clock.
        ("2026-11-21 10:22:30 -0500", "2026-11-21", "2026-11-21T23:22:30+08:00"),
        ("2026-11-21T20:00:00.123Z", "2026-11-22", "2026-11-22T04:00:00+08:00"),
        ("2026-11-21 17:42:10 +03:30", "2026-11-21", "2026-11-21T22:12:10+08:00"),
    ],
)
def test_a_time_that_tells_its_clock_is_read_by_it(
    laid: Table, written: str, business_day: str, at: str
) -> None:
    form = "YYYY-MM-DDThh:mm:ssZZ" if "T" in written else "YYYY-MM-DD hh:mm:ss ZZ"

    done = taken(laid, table(item("1", "1.00", Date=written)), mapping(date=f'"{form}"'))

    assert done.counts == {"booked": 1}
    assert laid.value()["document"]["business_day"] == business_day
    assert laid.value()["at"] == at


@pytest.mark.parametrize(
    ("written", "calendar"),
    [
        ("21 November 2026", "gregorian"),
        ("21 Nov. 2026", "gregorian"),
        ("30 آبان 1405", "jalali"),
        ("30 Aban 1405", "jalali"),
        ("12 ኅዳር 2019", "ethiopian"),
        ("12 Hidar 2019", "ethiopian"),
    ],
)
def test_months_are_named_in_the_language_of_the_till(
    laid: Table, written: str, calendar: str
) -> None:
    plan = mapping(date='"D MMMM YYYY hh:mm"', calendar=f'"{calendar}"')

    done = taken(laid, table(item("1", "1.00", Date=f"{written} 10:00")), plan)

    assert done.counts == {"booked": 1}
    assert laid.value()["document"]["business_day"] == "2026-11-21"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1 Mac 2026", "2026-03-01"),
        ("2 Ogos 2026", "2026-08-02"),
        ("3 Dis 2026", "2026-12-03"),
    ],
)
def test_malay_months_are_months(laid: Table, written: str, day: str) -> None:
    plan = mapping(date='"D MMM YYYY hh:mm"')

    done = taken(laid, table(item("1", "1.00", Date=f"{written} 10:00")), plan)

    assert done.counts == {"booked": 1}
    assert laid.value()["document"]["business_day"] == day


def test_a_month_that_nobody_knows_is_told(laid: Table) -> None:
    plan = mapping(date='"D MMM YYYY hh:mm"')

    done = taken(laid, table(item("1", "1.00", Date="3 Foo 2026 10:00")), plan)

    assert "the date is not written as the mapping says" in done.why()


def test_a_title_may_stand_before_the_header(laid: Table) -> None:
    data = b"sep=,\r\nSales report,,\r\n\r\n" + table(item("1", "1.00"))

    assert taken(laid, data).counts == {"booked": 1}


def test_a_table_without_a_column_names_the_one_it_lacks(laid: Table) -> None:
    named = tuple(name for name in COLUMNS if name != "Total")

    done = taken(laid, b"Sales report\r\n" + table("1", columns=named))

    assert "the table has no column 'Total'" in done.why()


def test_sums_at_the_end_are_no_receipts(laid: Table) -> None:
    plan = mapping().model_copy(update={"row_kinds": {"other": ("TOTAL",)}})

    done = taken(laid, table(item("1", "1.00"), row("Sum", "", Row="TOTAL", Date="")), plan)

    assert done.counts == {"booked": 1, "other": 1}


def test_letters_are_the_same_whatever_keyboard_typed_them(laid: Table) -> None:
    plan = mapping(
        """
rows = "receipt"
encoding = "cp1256"
calendar = "jalali"
date = "YYYY/MM/DD hh:mm"
workstation = "L2"
[columns]
number = "شماره"
date = "تاریخ"
total = "مبلغ کل"
tender = "پرداخت"
[tenders]
"نقدی" = "cash"
"""
    )
    # Windows-1256 has no Persian yeh: such a POS writes the Arabic one.
    told = "شماره,تاريخ,مبلغ كل,پرداخت\r\n7,1405/08/30 17:42,10.50,نقدي\r\n"

    done = taken(laid, told.encode("cp1256"), plan)

    assert done.counts == {"booked": 1}
    assert laid.value()["tenders"] == [{"tender": "cash", "amount_minor": 1050}]


def test_lanes_with_names_of_several_words_are_workstations(laid: Table) -> None:
    plan = mapping(
        """
date = "DD/MM/YYYY hh:mm:ss"
[workstations]
"صندوق ۲" = "L2"
[columns]
number = "Receipt"
date = "Date"
workstation = "Member"
amount = "Amount"
"""
    )
    data = table(
        item("INV 1", "1.00", Member="POS 1"),
        item("2", "1.00", Member="صندوق ۲"),
    )

    assert taken(laid, data, plan).counts == {"booked": 2}
    first, second = (value["document"] for value in laid.values)
    assert (first["workstation"], first["number"]) == ("POS_1", "INV_1")
    assert second["workstation"] == "L2"


def test_what_came_off_the_whole_receipt_is_shared_to_its_lines(laid: Table) -> None:
    named = {name: place for name, place in mapping().columns.items() if name != "tax"}
    plan = mapping().model_copy(update={"columns": named | {"basket_discount": "Tax"}})
    data = table(
        item("1", "35.00", Tax="5.00", Total="50.00"), item("1", "20.00", Line="2")
    )

    assert taken(laid, data, plan).counts == {"booked": 1}
    assert [line["discount_minor"] for line in laid.value()["lines"]] == [318, 182]


def test_rows_that_say_nothing_of_their_receipt_belong_to_the_one_above(
    laid: Table,
) -> None:
    # So Odoo and ERPNext write the lines of an order.
    more = {"Receipt": "", "Date": "", "Type": ""}
    data = table(
        item("1", "1.00", Total="4.00"),
        item("", "3.00", Line="2", **more),
        item("2", "2.00"),
        item("3", "2.00", "R"),
        item("", "3.00", Line="2", **more),
    )

    assert taken(laid, data).counts == {"booked": 3}
    assert [len(value["lines"]) for value in laid.values] == [2, 1, 2]


LIGHTSPEED = (
    "Date,Receipt Number,Line Type,Register,SKU,Quantity,Subtotal,Tax,Total,Paid,Details",
    "2026-11-21 17:42:10,105,Sale,Main Register,,3,24.00,1.44,25.44,,",
    "2026-11-21 17:42:10,105,Sale Line,Main Register,TEE,2,16.00,0.96,16.96,,",
    "2026-11-21 17:42:10,105,Sale Line,Main Register,CAP,1,8.00,0.48,8.48,,",
    "2026-11-21 17:42:10,105,Payment,Main Register,,,,,,25.44,Cash",
)
LIGHTSPEED_MAP = """
[columns]
number = "Receipt Number"
date = "Date"
row = "Line Type"
workstation = "Register"
sku = "SKU"
quantity = "Quantity"
amount = "Subtotal"
tax = "Tax"
total = "Total"
paid = "Paid"
tender = "Details"
[row_kinds]
other = ["Sale"]
tender = ["Payment"]
"""
WOO = (
    "Order Number,Order Date,Order Total,Cart Discount,Item #,SKU,Quantity,Cost,Method",
    "501,2026-11-21 17:42,26.00,4.00,1,SHIRT,2,10.00,Cash",
    "501,2026-11-21 17:42,26.00,4.00,2,CAP,1,10.00,Cash",
)
WOO_MAP = """
date = "YYYY-MM-DD hh:mm"
workstation = "WEB"
[columns]
number = "Order Number"
date = "Order Date"
total = "Order Total"
basket_discount = "Cart Discount"
line = "Item #"
sku = "SKU"
quantity = "Quantity"
price = "Cost"
tender = "Method"
"""


@pytest.mark.parametrize(
    ("rows", "form", "amounts", "paid_minor"),
    [
        (LIGHTSPEED, LIGHTSPEED_MAP, [1600, 800], 2544),
        (WOO, WOO_MAP, [2000, 1000], 2600),
    ],
    ids=["lightspeed", "woocommerce"],
)
def test_an_export_of_a_known_pos_is_read_by_its_mapping(
    laid: Table, rows: tuple[str, ...], form: str, amounts: list[int], paid_minor: int
) -> None:
    assert taken(laid, "\n".join(rows).encode(), mapping(form)).counts == {"booked": 1}

    sale = laid.value()
    assert [line["amount_minor"] for line in sale["lines"]] == amounts
    assert sale["tenders"] == [{"tender": "cash", "amount_minor": paid_minor}]
