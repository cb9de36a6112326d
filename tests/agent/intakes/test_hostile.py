"""Files that are broken, meant to harm, or hold what must not be kept."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.pos.intakes.booking import read_document
from agent.pos.intakes.found import Wanted
from agent.pos.intakes.poslog import elements
from agent.pos.intakes.register import FORMATS
from agent.pos.intakes.table.reading import read_table
from agent.pos.intakes.taking import Taken, take
from agent.pos.problems.telling import Problem
from agent.settings.config import IntakeFormat
from tests.agent.counter.shop import example_sale
from tests.agent.intakes.poslog import (
    busy_day,
    item,
    log,
    member,
    plain_sale,
    tender,
    transaction,
)
from tests.agent.intakes.tables import item as cells
from tests.agent.intakes.tables import mapping
from tests.agent.intakes.tables import table as written
from tests.agent.intakes.taking import PAYMENT_CARD, TERMS, Table, table

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;">]>
<POSLog><Transaction>&lol3;</Transaction></POSLog>"""
FETCH = b"""<!DOCTYPE POSLog SYSTEM "file:///etc/passwd"><POSLog></POSLog>"""


@pytest.mark.parametrize("data", [LAUGHS, FETCH])
def test_a_document_type_is_refused_before_anything_is_expanded_or_fetched(
    laid: Table, data: bytes
) -> None:
    taken = laid.poslog(data)

    assert taken.counts == {"refused": 1}
    assert "document type (DTD)" in taken.why()


def test_what_stands_before_a_cut_is_booked(laid: Table) -> None:
    whole = log(*(plain_sale(number) for number in range(1, 21)))
    at = whole.index(b"<SequenceNumber>15</SequenceNumber>")

    taken = laid.poslog(whole[:at])

    assert taken.counts == {"booked": 14, "refused": 1}
    assert "broken or cut off at line 1" in taken.why()
    assert laid.poslog(whole).counts == {"booked": 6, "repeated": 14}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<html></html>",
        b"\x00\x01\x02",
        b"<POSLog></Transaction>",
        b'<?xml version="1.0" encoding="klingon"?><POSLog/>',
        b'<?xml version="1.0" encoding="utf-8"?><POSLog>\xff\xfe</POSLog>',
        b'<?xml version="1.0" encoding="big5"?><POSLog>\xa4\xa4</POSLog>',
        b"<a>" * 100_000,
        b"<POSLog><Transaction>" + b"<a/>" * (elements.ELEMENTS_MAX + 1),
        b"<POSLog><Transaction>" + b"a" * (elements.TEXT_CHARACTERS_MAX + 1),
    ],
)
def test_a_file_that_is_no_poslog_is_refused_whole(laid: Table, data: bytes) -> None:
    taken = laid.poslog(data)

    assert taken.counts == {"refused": 1}
    assert laid.shop.records == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_that_say_what_they_are_are_read(laid: Table, encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{named}"?>{log(plain_sale(1)).decode()}'

    assert laid.poslog(text.encode(encoding)).counts == {"booked": 1}


@pytest.mark.parametrize(
    "broken",
    [
        item(1, "lots"),
        item(1, "1e3"),
        item(1, "NaN"),
        item(1, "99999999999999"),
        item(1, "10.00", quantity="many"),
        item(1, "10.00", sku="x" * 500),
        item(1, "10.00") * 1001,
        item(1, "10.00") + tender(2, "9.00"),
    ],
)
def test_a_broken_document_is_refused_and_its_neighbours_booked(
    laid: Table, broken: str
) -> None:
    taken = laid.poslog(log(plain_sale(1), transaction(broken, number=2), plain_sale(3)))

    assert taken.counts == {"booked": 2, "refused": 1}


@pytest.mark.parametrize(
    "parts",
    [
        [item(1, "10.00", sku=PAYMENT_CARD)],
        [item(1, "10.00"), member(2, PAYMENT_CARD)],
        [item(1, "10.00"), tender(2, "10.00", kind=PAYMENT_CARD)],
    ],
)
def test_a_payment_cards_number_is_neither_booked_nor_repeated(
    laid: Table, parts: list[str]
) -> None:
    taken = laid.poslog(log(transaction(*parts)))

    assert taken.counts == {"refused": 1}
    assert "payment card" in taken.why()
    assert PAYMENT_CARD not in taken.why()


def test_a_number_that_names_the_document_is_not_repeated_either(laid: Table) -> None:
    taken = laid.poslog(log(plain_sale(int(PAYMENT_CARD))))

    assert taken.counts == {"refused": 1}
    assert PAYMENT_CARD not in taken.why()


def test_what_the_pos_says_beside_it_is_not_kept(laid: Table) -> None:
    account = f"<AccountNumber>{PAYMENT_CARD}</AccountNumber>"
    parts = [item(1, "10.00"), tender(2, "10.00", kind="CreditDebit", more=account)]

    assert laid.poslog(log(transaction(*parts))).counts == {"booked": 1}
    laid.shop.book.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in laid.shop.directory.rglob("*"):
        if file.is_file():
            assert PAYMENT_CARD.encode() not in file.read_bytes()


SAMPLE, _, _ = busy_day(3, 1)


@given(
    at=st.integers(0, len(SAMPLE)),
    length=st.integers(0, 40),
    put=st.binary(max_size=40) | st.sampled_from([b"-", b"<", b"99999999999", b'true"']),
)
def test_no_damage_to_a_poslog_breaks_the_till(at: int, length: int, put: bytes) -> None:
    taken = _read_only(SAMPLE[:at] + put + SAMPLE[at + length :], "poslog")

    assert sum(taken.counts.values()) > 0


SALE = json.dumps({"sale": example_sale()}).encode()


@given(
    at=st.integers(0, len(SALE)),
    length=st.integers(0, 40),
    put=st.binary(max_size=40)
    | st.sampled_from([b"[" * 5000, b'"\\ud800"', b"1e999", b"NaN", b"\n"]),
)
def test_no_damage_to_a_json_file_breaks_the_till(at: int, length: int, put: bytes) -> None:
    taken = _read_only(SALE[:at] + put + SALE[at + length :], "json")

    assert sum(taken.counts.values()) > 0


TABLE = written(cells("1", "1.00"), cells("2", "2.00"), cells("2", "-1.00", Line="2"))


@given(
    at=st.integers(0, len(TABLE)),
    length=st.integers(0, 40),
    put=st.binary(max_size=40)
    | st.sampled_from([b'"', b'""', b"=1+1", b"\xff\xfe", b"," * 600, b"\r", b"1e999"]),
)
def test_no_damage_to_a_table_breaks_the_till(at: int, length: int, put: bytes) -> None:
    data = TABLE[:at] + put + TABLE[at + length :]
    plan = mapping()

    taken = take(
        BytesIO(data), lambda file, terms: read_table(file, terms, plan), TERMS, _look
    )

    assert sum(taken.counts.values()) > 0


def _look(wanted: Wanted) -> str | Problem:
    read = read_document(wanted)
    return read if isinstance(read, Problem) else "fine"


def _read_only(data: bytes, kind: IntakeFormat) -> Taken:
    """Read a file and each document's shape, without booking."""
    return take(BytesIO(data), FORMATS[kind](None), TERMS, _look)


def test_big_files_are_read_in_pieces(tmp_path: Path) -> None:
    data, _, _ = busy_day(300, 3)

    with table(tmp_path) as laid:
        assert laid.poslog(data).counts == {"booked": 300, "control": 3}
