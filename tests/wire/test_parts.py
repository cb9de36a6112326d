"""Headers and ledger parts: read back as written, and nothing else is read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import AccountId, LotId, Place, RuleId, Unit
from rules.value.ledger import (
    HOUSE,
    PENDING,
    POINTS,
    Entry,
    Lot,
    Posting,
    Slice,
    UnbalancedEntryError,
)
from sync.wire.canonical import Json, NotCanonicalError, encode
from sync.wire.records.header import Header, Totals, header_bytes, read_header
from sync.wire.records.identity import (
    BrokenIdentityError,
    Life,
    split_position,
    split_record,
)
from sync.wire.records.ledger_part import (
    Grant,
    Held,
    IssuedOnce,
    LedgerPart,
    ledger_bytes,
    read_ledger,
)

names = st.text("abcm-7é", min_size=1, max_size=6)
amounts = st.integers(1, 10**12)
instants = st.integers(0, 4 * 10**12).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
slices = st.builds(
    Slice, lot=names.map(LotId), amount=amounts, good_until=st.none() | instants
)
some_slices = st.lists(slices, max_size=3).map(tuple)
entries = st.builds(
    lambda account, amount, lot: Entry(
        "earn",
        "base",
        (
            Posting(AccountId(account), POINTS, amount, LotId(lot), PENDING),
            Posting(AccountId("house:earned"), POINTS, -amount, LotId(""), HOUSE),
        ),
    ),
    names,
    amounts,
    names,
)
lots = st.builds(
    Lot,
    lot=names.map(LotId),
    account=names.map(AccountId),
    unit=names.map(Unit),
    rule=names,
    earned_at=instants,
    active_from=instants,
    expires=st.none() | instants,
)
parts = st.builds(
    LedgerPart,
    entries=st.lists(entries, max_size=3).map(tuple),
    lots=st.lists(lots, max_size=2).map(tuple),
    issued=st.lists(
        st.builds(
            IssuedOnce,
            key=names,
            kind=names,
            rule=names.map(RuleId),
            account=names.map(AccountId),
            code=names,
            expires_ms=st.integers(0, 10**12),
        ),
        max_size=2,
    ).map(tuple),
    held=st.lists(
        st.builds(
            Held,
            account=names.map(AccountId),
            unit=names.map(Unit),
            reward=names.map(RuleId),
            value_minor=amounts,
            workstation=names,
            slices=some_slices,
        ),
        max_size=2,
    ).map(tuple),
    closes=st.lists(names, max_size=2).map(tuple),
    grants=st.lists(
        st.builds(
            Grant,
            grant=names,
            life=names,
            account=names.map(AccountId),
            unit=names.map(Unit),
            slices=some_slices,
        ),
        max_size=2,
    ).map(tuple),
)


@given(parts)
def test_a_ledger_part_is_read_back(part: LedgerPart) -> None:
    assert read_ledger(ledger_bytes(part)) == part


@given(st.integers(1, 10**9), st.integers(0, 10**9), names)
def test_a_header_is_read_back(seq: int, earned: int, key: str) -> None:
    header = Header(
        till="t1",
        life=3,
        seq=seq,
        kind="sale",
        at_ms=seq,
        key=key,
        totals=Totals(earned=earned, redeemed=1, refunded=2),
    )

    assert read_header(header_bytes(header)) == header


def test_an_unbalanced_entry_is_not_read() -> None:
    posting: Json = {
        "account": "m-1",
        "unit": "points",
        "amount": 5,
        "lot": "a/1",
        "place": Place("t1.3"),
    }
    value: Json = {"entries": [{"kind": "earn", "rule": "", "postings": [posting]}]}

    with pytest.raises(UnbalancedEntryError):
        read_ledger(encode(value))


@pytest.mark.parametrize(
    "value",
    [
        {"entries": "none"},
        {"entries": [1]},
        {"entries": [{"kind": "theft", "rule": "", "postings": []}]},
        {"closes": [1]},
        {"lots": [{"lot": "a"}]},
        {"lots": [{"lot": 1}]},
        [],
    ],
)
def test_another_shape_is_refused(value: Json) -> None:
    with pytest.raises(NotCanonicalError):
        read_ledger(encode(value))


@pytest.mark.parametrize("field", ["till", "seq", "kind", "totals", "at_ms"])
def test_a_header_without_a_field_is_refused(field: str) -> None:
    written = header_bytes(Header(till="t1", life=1, seq=1, kind="sale", at_ms=0))
    broken = written.replace(b'"%s"' % field.encode(), b'"zzz_%s"' % field.encode())

    with pytest.raises(NotCanonicalError):
        read_header(broken)


@given(st.integers(1, 10**6 - 1), st.integers(1, 10**12 - 1))
def test_identities_are_read_back(number: int, seq: int) -> None:
    life = Life("t7", number)

    assert Life.parse(str(life)) == life
    assert split_position(life.position(seq)) == (number, seq)
    assert split_record(life.record(seq)) == (life, seq)


@pytest.mark.parametrize(
    "text", ["", "t1", "t1.0", "x1.1", "t1.1-0", "t1.1-", "t\uff11.1", "t1.1 "]
)
def test_a_broken_identity_is_refused(text: str) -> None:
    with pytest.raises(BrokenIdentityError):
        Life.parse(text)
    with pytest.raises(BrokenIdentityError):
        split_record(text)
