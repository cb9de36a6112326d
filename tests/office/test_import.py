"""Members from elsewhere: taken in once, with what they had."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.kit.faults import Fault
from sync.office.database.tables import CARD, MEMBER
from sync.office.joining.importing import Newcomer
from sync.office.joining.table_reading import read_table
from sync.wire.keys.tokens import card_token, open_name
from tests.office.enrolling import new_till
from tests.office.looking import standing, statement_of
from tests.office.world import START, World

ANA = Newcomer(
    row=2,
    account="m-ana",
    name="Ana Gómez",
    cards=("6210000000000017",),
    home="S01",
    points=1500,
    expires=START + timedelta(days=90),
    spend=((45000, START - timedelta(days=30)), (90000, START - timedelta(days=400))),
)


def test_a_member_begins_with_points_spend_tier_and_card(world: World) -> None:
    till = new_till(world, "S02")
    imported = world.office.import_members([ANA])

    answer = till.sync()

    assert (imported.members, imported.left_out) == (1, ())
    statement = statement_of(answer, "m-ana")
    assert (statement.available, statement.spend_minor, statement.tier) == (
        1500,
        45000,
        "base",
    )
    assert (statement.home, statement.expiring[0].points) == ("S01", 1500)
    (card,) = answer.deltas[0].cards
    assert card.token == card_token(world.keys.token_key, ANA.cards[0]).hex()
    assert (
        open_name(world.keys.token_key, ANA.cards[0], bytes.fromhex(card.name)) == ANA.name
    )
    assert world.office.verify().problems == ()


def test_a_phone_number_finds_a_member_at_every_till(world: World) -> None:
    till = new_till(world, "S02")
    rows = [replace(ANA, phone="+60 12-345 6789"), Newcomer(row=3, phone="no number")]

    imported = world.office.import_members(rows)

    assert (imported.members, imported.left_out) == (1, ((3, "bad_phone"),))
    (phone,) = (card for card in till.sync().deltas[0].cards if card.kind == "phone")
    assert phone.token == card_token(world.keys.token_key, "+60123456789").hex()


def test_no_card_number_is_kept(world: World) -> None:
    world.office.import_members([ANA])

    with world.engine.begin() as connection:
        kept = str(connection.execute(select(CARD)).all())
    assert "6210000000000017" not in kept


def test_the_tier_is_the_one_said_or_the_one_the_spend_reaches(world: World) -> None:
    recent = ((60000, START - timedelta(days=1)),)
    world.office.import_members(
        [
            replace(ANA, row=1, account="m-a", cards=(), spend=recent),
            replace(ANA, row=2, account="m-b", cards=(), tier="gold"),
        ]
    )
    answer = new_till(world, "S02").sync()

    assert statement_of(answer, "m-a").tier == "silver"
    assert statement_of(answer, "m-b").tier == "gold"
    assert statement_of(answer, "m-b").tier_until_ms > 0


def test_who_is_known_already_is_left_out(world: World) -> None:
    world.office.import_members([ANA])

    again = world.office.import_members(
        [
            replace(ANA, row=3, account="m-other"),
            replace(ANA, row=4, account="", cards=("6210000000000025",)),
            replace(ANA, row=5, account="", cards=("6210000000000025",)),
            replace(ANA, row=6, cards=()),
            replace(ANA, row=7, cards=()),
        ]
    )

    assert again.members == 1
    assert again.left_out == (
        (3, "card_known"),
        (5, "card_twice"),
        (6, "account_known"),
        (7, "account_twice"),
    )
    assert standing(world, "m-ana") == {"available": 1500}
    assert world.office.verify().problems == ()


@pytest.mark.parametrize(
    ("newcomer", "why"),
    [
        (replace(ANA, account="house:earned"), "bad_account"),
        (replace(ANA, account="v-GOLD"), "bad_account"),
        (replace(ANA, account="a b"), "bad_account"),
        (replace(ANA, name="x" * 201), "bad_name"),
        (replace(ANA, points=-1), "bad_points"),
        (replace(ANA, points=10**16), "bad_points"),
        (replace(ANA, spend=((0, START),)), "bad_spend"),
        (replace(ANA, tier="platinum"), "unknown_tier"),
    ],
)
def test_a_row_that_makes_no_sense_is_left_out_and_named(
    world: World, newcomer: Newcomer, why: str
) -> None:
    imported = world.office.import_members([newcomer])

    assert (imported.members, imported.left_out) == (0, ((2, why),))


def test_members_without_an_account_each_get_their_own(world: World) -> None:
    world.office.import_members(
        Newcomer(row=row, cards=(f"62{row:08d}",), points=1) for row in range(300)
    )

    with world.engine.begin() as connection:
        accounts = list(connection.execute(select(MEMBER.c.account)).scalars())
    assert len(set(accounts)) == 300
    assert all(account.startswith("m-") and len(account) == 8 for account in accounts)
    assert world.office.verify().problems == ()


def test_a_table_is_read_by_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text(
        "name,cards,points,points_expire,spend,home\n"
        "Ana,62100 62101,1500,2027-01-01,2724@2026-05-01 100@2026-06-01T10:00+08:00,S01\n"
        "Ben,,,,,\n",
        encoding="utf-8",
    )

    ana, ben = read_table(file)

    assert (ana.name, ana.cards, ana.points, ana.home) == (
        "Ana",
        ("62100", "62101"),
        1500,
        "S01",
    )
    assert ana.expires is not None
    assert ana.expires.isoformat() == "2027-01-01T00:00:00+00:00"
    assert [(amount, at.isoformat()) for amount, at in ana.spend] == [
        (2724, "2026-05-01T00:00:00+00:00"),
        (100, "2026-06-01T10:00:00+08:00"),
    ]
    assert (ben.row, ben.points, ben.spend, ben.expires) == (3, 0, (), None)


@pytest.mark.parametrize(
    "text", ["", "name,mood\nAna,1\n", "points\nmany\n", "spend\n5\n", 'name\n"Ana\n']
)
def test_a_file_that_is_no_table_is_a_fault_with_a_hint(tmp_path: Path, text: str) -> None:
    file = tmp_path / "members.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(Fault) as fault:
        list(read_table(file))

    assert "columns" in fault.value.hint
