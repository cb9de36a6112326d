"""What our own records add to a statement, by life and until they are in it."""

from pathlib import Path

from rules.ground.ids import AccountId, LotId, RuleId
from rules.value.ledger import HOUSE, HOUSE_VOUCHERS, PENDING, USES, Entry, Posting
from sync.till.journal.overlay import Trace, traces
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import IssuedOnce, LedgerPart
from tests.till.forge import SARA, earned, held, open_journal, taken

CODE = "GOLD-8H2P-4MXK-R7QT"
COUPON = IssuedOnce(
    key="gold-entry|m-7Q2K9V|1",
    kind="coupon",
    rule=RuleId("gold-entry"),
    account=SARA,
    code=CODE,
    expires_ms=0,
)
VOUCHER = AccountId(f"v-{CODE}")
ISSUE = Entry(
    "issue",
    "gold-entry",
    (
        Posting(VOUCHER, USES, 1, LotId("t1.3-1/v1"), PENDING),
        Posting(HOUSE_VOUCHERS, USES, -1, LotId(""), HOUSE),
    ),
)


def test_earning_shows_and_moving_an_allowance_does_not(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)

    assert traces(earned(journal, 22).ledger) == (Trace(SARA, 0, 22, 0, ""),)
    assert traces(taken(journal, 900).ledger) == ()
    assert traces(held(journal, 500).ledger) == ()


def test_an_award_given_once_is_counted_with_its_member() -> None:
    part = LedgerPart(entries=(ISSUE,), issued=(COUPON,))

    assert Trace(SARA, 0, 0, 0, "gold-entry") in traces(part)


def test_what_a_statement_holds_is_not_added_again(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    for number in range(1, 6):
        journal.append(earned(journal, 10, number=str(number)))

    assert journal.newer_than(SARA, {}).pending == 50
    assert journal.newer_than(SARA, {"t1.3": 3}).pending == 20
    assert journal.newer_than(SARA, {"t1.3": 5}).pending == 0
    assert journal.newer_than(AccountId("m-OTHER"), {}).pending == 0


def test_records_of_an_older_life_count_until_they_are_in_too(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(earned(journal, 10))
    journal.close()
    renewed = open_journal(tmp_path, life=Life("t1", 4))
    renewed.append(earned(renewed, 7, number="2"))

    assert renewed.newer_than(SARA, {"t1.4": 1}).pending == 10
    assert renewed.newer_than(SARA, {"t1.3": 1}).pending == 7
    assert renewed.newer_than(SARA, {"t1.3": 1, "t1.4": 1}).pending == 0
