"""A wallet's limit for a day: one for the whole chain, as far as the line tells of it."""

from pathlib import Path

from agent.counter.ground.answers import Answer
from agent.pos.requests.shapes import TOP_UP
from rules.ground.refusal import Refusal
from sync.till.journal.rebuilding import differences
from tests.stories.chain import AT, OLD_CARD, StoryTill, a_chain, line, read, refused, said
from tests.stories.value import bring, piece, take_back, valued_programme

TOMORROW = "2026-11-22T10:00:00+08:00"


def top_up(
    till: StoryTill, number: str, amount_minor: int, at: str = AT
) -> Answer | Refusal:
    """Take cash into the first member's wallet."""
    request = {
        "document": till.document(number, "top_up"),
        "at": at,
        "currency": "MYR",
        "card": OLD_CARD,
        "amount_minor": amount_minor,
        "tenders": [{"tender": "cash", "amount_minor": amount_minor}],
    }
    return till.till.counter.top_up(read(TOP_UP, request))


def test_a_day_has_one_limit_at_all_tills_that_head_office_reaches(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme(day_minor=3_000)) as chain:
        here, there = chain.tills
        said(top_up(here, "W1", 2_000))
        chain.sync()

        refusal = top_up(there, "W1", 1_001)
        assert refused(refusal) == "top_up_over_day"
        assert isinstance(refusal, Refusal)
        assert dict(refusal.values)["fits_minor"] == 1_000
        said(top_up(there, "W2", 1_000))
        chain.sync()
        assert refused(top_up(here, "W2", 1)) == "top_up_over_day"
        assert differences(there.till.book.journal.connection) == ()
        assert chain.findings() == []
        assert chain.office.problems() == ()


def test_the_next_day_begins_at_nothing(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme(day_minor=3_000)) as chain:
        here, there = chain.tills
        said(top_up(here, "W1", 3_000))
        chain.sync()
        chain.wait(days=1)

        said(top_up(there, "W2", 3_000, TOMORROW))
        chain.sync()

        assert refused(top_up(here, "W3", 1, TOMORROW)) == "top_up_over_day"


def test_without_a_line_every_till_counts_its_own_and_later_all(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme(day_minor=3_000)) as chain:
        here, there = chain.tills
        here.cut()
        there.cut()

        said(top_up(here, "W1", 3_000))
        said(top_up(there, "W1", 2_000))
        assert refused(top_up(here, "W2", 1)) == "top_up_over_day"
        here.mend()
        there.mend()
        chain.sync()

        assert refused(top_up(there, "W2", 1)) == "top_up_over_day", "5,000 by now"


def test_what_comes_back_stays_counted(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme(day_minor=3_000)) as chain:
        here, there = chain.tills
        sale = here.sale_of(
            2_000, lines=[line("1", 2_000) | {"type": "wallet_top_up"}], card=OLD_CARD
        )
        said(here.sale(sale))
        chain.sync()

        bring(
            here, take_back(here, "R1", {"document": sale["document"]}, piece("1", 2_000))
        )
        chain.sync()

        assert refused(top_up(there, "W1", 2_000)) == "top_up_over_day"
        said(top_up(there, "W2", 1_000))
        assert chain.office.problems() == ()
