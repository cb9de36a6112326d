"""Segments from the till to head office and back: who buys what, who came and who went."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from rules.ground.ids import AccountId
from rules.programme import Programme
from rules.segments.bought import CategoriesBought
from rules.segments.conditions import Group
from rules.segments.frequency import Frequency
from rules.segments.lapsed import Lapsed
from rules.segments.rfm import Rfm
from rules.segments.segment import Segment
from sync.book.stored import read_stored
from sync.office.joining.importing import Newcomer
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    Chain,
    Json,
    StoryTill,
    a_chain,
    line,
    said,
    story_programme,
)
from tests.stories.test_attachments import attach

MEMBER = AccountId("m-1")
SEGMENTS = (
    Segment(segment="bean-lovers", when=CategoriesBought(categories=("beans",), times=2)),
    Segment(
        segment="gone",
        when=Group(kind="all", of=(Lapsed(days=30), Frequency(of="orders", at_least=2))),
    ),
    Segment(segment="best", when=Rfm(money=(5, 5))),
)


def programme(version: int = 1) -> Programme:
    return replace(story_programme(version), segments=SEGMENTS)


def beans(till: StoryTill, amount_minor: int) -> Json:
    goods = [line("1", amount_minor) | {"category": "beans"}]
    return till.sale_of(amount_minor, card=OLD_CARD, lines=goods)


def back(till: StoryTill, document: Json, number: str, amount_minor: int) -> None:
    returned = {
        "document": till.document(number, "refund"),
        "at": "2026-11-22T10:00:00+08:00",
        "currency": "MYR",
        "original": {"document": document},
        "lines": [
            {"line": "1", "of_line": "1", "quantity": "1", "amount_minor": amount_minor}
        ],
        "tenders": [],
    }
    said(till.refund(returned))


def segments_at(till: StoryTill) -> tuple[str, ...]:
    view = till.till.book.view(MEMBER)
    assert view is not None
    return view.standing.segments


def written(chain: Chain) -> list[dict[str, Any]]:
    """Return what head office wrote of segments."""
    rows = chain.office.look().execute("SELECT packed FROM journal WHERE till LIKE 'o%'")
    records = [read_stored(bytes(packed)) for (packed,) in rows]
    return [
        json.loads(json.dumps(record.facts))
        for record in records
        if record.header.kind == "segment"
    ]


def kept(chain: Chain) -> list[Any]:
    look = chain.office.look()
    return [
        look.execute("SELECT account, body FROM statistics ORDER BY account").fetchall(),
        look.execute("SELECT * FROM bought ORDER BY document").fetchall(),
    ]


def test_whoever_buys_enters_and_every_till_knows_and_a_return_leaves(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=programme()) as chain:
        here, there = chain.tills
        first, second = beans(here, 2_000), beans(there, 3_000)
        said(here.sale(first))
        said(there.sale(second))
        chain.sync()
        assert segments_at(here) == segments_at(there) == ("bean-lovers",)

        back(there, second["document"], "000900", 3_000)
        chain.sync()

        assert segments_at(here) == ()
        entered, left = written(chain)
        assert (entered["entered"], left["left"]) == (["bean-lovers"], ["bean-lovers"])
        assert entered["why"]["bean-lovers"]["values"] == {"have": 2, "least": 2}
        assert left["why"]["bean-lovers"]["values"] == {"have": 1, "least": 2}


def test_who_does_not_come_any_more_is_found_on_a_new_day(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=programme()) as chain:
        here = chain.tills[0]
        here.sell(2_000, card=OLD_CARD)
        here.sell(2_000, card=OLD_CARD)
        chain.sync()
        chain.wait(days=29)
        chain.sync()
        assert "gone" not in segments_at(here)

        chain.wait(days=3)
        chain.sync()

        assert "gone" in segments_at(here)
        # Whoever bought at all is alone, and so in the lowest fifth: nobody is better.
        assert "best" not in segments_at(here)


def test_a_sale_attached_afterwards_counts_and_comes_back_from_who_has_it(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=programme()) as chain:
        here, there = chain.tills
        goods = [line("1", 5_000) | {"category": "beans"}]
        sale = here.sale_of(5_000, lines=goods)
        said(here.sale(sale))
        said(here.sale(beans(here, 1_000)))
        chain.sync()
        assert segments_at(here) == ()

        attach(here, sale["document"], card=OLD_CARD)
        chain.sync()
        assert segments_at(there) == ("bean-lovers",)
        back(there, sale["document"], "000901", 5_000)
        chain.sync()

        assert segments_at(there) == ()


def test_statistics_of_a_programme_that_asks_later_are_those_kept_from_the_first(
    tmp_path: Path,
) -> None:
    found: list[list[Any]] = []
    for number, rules in enumerate((programme(), story_programme())):
        with a_chain(tmp_path / str(number), "S01", "S02", rules=rules) as chain:
            here, there = chain.tills
            sale = beans(here, 2_000)
            said(here.sale(sale))
            there.sell(700, card=OLD_CARD)
            said(there.sale(beans(there, 900)))
            back(here, sale["document"], "000902", 2_000)
            chain.sync()
            before = kept(chain)
            chain.office.publish(programme(version=2))
            chain.wait(hours=1)

            found.append(kept(chain))
            assert before == (found[0] if rules.segments else [[], []])

    assert found[0] == found[1]


def test_what_was_bought_on_a_second_account_is_the_members(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=programme()) as chain:
        here, there = chain.tills
        here.cut()
        said(here.enrol(card=BLANK, name="Sara"))
        said(here.sale(beans(here, 2_000) | {"card": BLANK}))
        chain.office.take_in(Newcomer(row=1, account="m-9", cards=(BLANK,), home="S02"))
        there.sync()
        said(there.sale(beans(there, 3_000) | {"card": BLANK}))
        chain.sync()
        here.mend()
        chain.sync()

        rows = chain.office.look().execute("SELECT account, body FROM statistics")
        kept_of = {account: json.loads(body) for account, body in rows}

        assert kept_of["m-9"]["days"][1:] == [2, 5_000]
        assert [one for one, body in kept_of.items() if body["days"]] == ["m-9"]
