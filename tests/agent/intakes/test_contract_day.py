"""One day, told through every registered intake, comes to the same end."""

import pytest

from agent.counter.days.day_totals import day_totals
from agent.pos.intakes.matrix import CAPABILITIES
from sync.till.inspection.day_reading import day_documents
from tests.agent.counter.shop import STORE, said
from tests.agent.intakes.story_day import DAY, PENDING, REFUNDS, SALES, STORY
from tests.agent.intakes.taking import Json, Table
from tests.agent.intakes.writers import WRITERS


def ours(laid: Table) -> Json:
    """Return what the till booked on the story's day."""
    documents = day_documents(
        laid.shop.directory / "journal.db", store=STORE, business_day=DAY
    )
    (day,) = said(day_totals(documents, business_day=DAY))["days"]
    booked: Json = day["ours"]
    return booked


def test_every_intake_of_the_matrix_has_its_day() -> None:
    assert set(WRITERS) == {row.intake for row in CAPABILITIES}


@pytest.mark.parametrize("intake", [row.intake for row in CAPABILITIES])
def test_the_day_comes_to_the_same_end(laid: Table, intake: str) -> None:
    WRITERS[intake](laid, STORY)

    assert laid.pending() == PENDING
    booked = ours(laid)
    assert (booked["sales"], booked["refunds"]) == (SALES, REFUNDS)
    assert booked["voids"]["count"] == 1


@pytest.mark.parametrize("intake", [row.intake for row in CAPABILITIES])
def test_the_day_told_twice_is_the_day_told_once(laid: Table, intake: str) -> None:
    WRITERS[intake](laid, STORY)
    records = laid.shop.records

    WRITERS[intake](laid, STORY)

    assert laid.shop.records == records
    assert laid.pending() == PENDING
