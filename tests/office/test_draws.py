"""Prize draws, and tickets that head office gives by itself, on each database."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from rules.campaigns.draws import Draw, Prize, commitment
from rules.ground.ids import AccountId, RuleId
from rules.issues.gifts import GiveTickets
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnDate
from rules.members.member_facts import MemberFacts
from rules.vouchers.product_free import ProductFree
from sync.kit.faults import Fault
from sync.office.database.tables import ISSUANCE
from sync.office.draws.draw_lists import DrawListFault, list_bytes, read_list, result_bytes
from sync.office.joining.importing import Newcomer
from sync.wire.programme.door import programme_bytes, read_programme
from tests.office.processes import run_office
from tests.office.world import PROGRAMME, World

SEED = bytes(range(32))
MEMBERS = 40


def publish(world: World, version: int = 2) -> None:
    """Publish a draw that everybody's birthday brings a ticket for, a prize a coupon."""
    draw = Draw(
        draw="spring",
        commitment=commitment(SEED),
        prizes=(Prize(prize="bike"), Prize(prize="mug", count=2, gives="free-mug")),
    )
    rule = IssueRule(
        rule=RuleId("birthday-luck"),
        on=OnDate(birthday=True),
        gives=GiveTickets(draw="spring", tickets=2),
        times="year",
    )
    programme = replace(
        read_programme(PROGRAMME, form="toml"),
        version=version,
        vouchers=(ProductFree(rule=RuleId("free-mug"), skus=("MUG",)),),
        draws=(draw,),
        issues=(rule,),
    )
    world.office.publish(programme_bytes(programme), form="json")


def enter(world: World) -> None:
    """Take members in whose birthday is today, and let the day pass."""
    born = MemberFacts(birthday=f"{world.clock.now():%m-%d}")
    world.office.import_members(
        Newcomer(row=row, account=f"m-{row}", facts=born) for row in range(MEMBERS)
    )
    for _ in range(3):
        world.office.run_due(world.clock.forward(hours=1))


def test_everybody_is_entered_once_and_the_winners_are_found_again(world: World) -> None:
    publish(world)
    enter(world)
    closed = world.office.close_draw("spring")
    won = world.office.hold_draw(closed, SEED)

    assert {one.tickets for one in closed.entries} == {2}
    assert sorted(one.account for one in closed.entries) == sorted(
        AccountId(f"m-{row}") for row in range(MEMBERS)
    )
    assert [one.prize for one in won] == ["bike", "mug", "mug"]
    assert world.office.hold_draw(read_list(list_bytes(closed)), SEED) == won
    with world.engine.connect() as connection:
        given = set(connection.execute(select(ISSUANCE.c.account)).scalars())
    assert given == {won[1].account, won[2].account}
    assert world.office.verify().agrees


def test_what_is_entered_after_the_close_takes_no_part(world: World) -> None:
    publish(world)
    enter(world)
    closed = world.office.close_draw("spring")
    world.office.import_members(
        [Newcomer(row=1, account="m-late", facts=MemberFacts(birthday="11-21"))]
    )
    world.office.run_due(world.clock.forward(days=1))

    with pytest.raises(Fault, match="closed with other entries"):
        world.office.close_draw("spring")
    more = replace(closed, entries=closed.entries[1:])
    with pytest.raises(Fault, match="not the one"):
        world.office.hold_draw(more, SEED)
    with pytest.raises(Fault, match="seed"):
        world.office.hold_draw(closed, bytes(32))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["entries"].pop(),
        lambda told: told["entries"][0].append("x"),
        lambda told: told.update(entries="many"),
        lambda told: told.update(commitment="00"),
        lambda told: told["prizes"][0].__setitem__(1, 0),
        lambda told: told.pop("once"),
    ],
)
def test_a_list_that_was_changed_is_no_list(change: object, world: World) -> None:
    publish(world)
    enter(world)
    told = json.loads(list_bytes(world.office.close_draw("spring")))
    assert callable(change)
    change(told)
    text = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()

    with pytest.raises(DrawListFault):
        read_list(text)


def test_anyone_verifies_a_result_from_the_files_alone(
    tmp_path: Path, world: World
) -> None:
    publish(world)
    enter(world)
    closed = world.office.close_draw("spring")
    for name, data in (
        ("list", list_bytes(closed)),
        ("seed", SEED.hex().encode()),
        ("result", result_bytes(closed, SEED)),
        ("forged", result_bytes(closed, SEED).replace(b"bike", b"boat")),
    ):
        (tmp_path / name).write_bytes(data)
    files = [str(tmp_path / name) for name in ("list", "seed", "result", "forged")]

    good = run_office(tmp_path / "nowhere", "draw", "verify", *files[:3])
    bad = run_office(tmp_path / "nowhere", "draw", "verify", *files[:2], files[3])

    assert (good.returncode, bad.returncode) == (0, 1)
    assert json.loads(good.stdout.splitlines()[0])["winners"][0]["prize"] == "bike"
    assert not (tmp_path / "nowhere").exists()


def test_a_seed_is_made_once_and_its_hash_told(tmp_path: Path) -> None:
    made = run_office(tmp_path, "draw", "commit", str(tmp_path / "seed"))
    again = run_office(tmp_path, "draw", "commit", str(tmp_path / "seed"))

    seed = bytes.fromhex((tmp_path / "seed").read_text())
    assert made.stdout == f'commitment = "{commitment(seed)}"\n'
    assert again.returncode != 0


def test_a_draw_is_promised_filled_closed_held_and_checked_by_commands(
    tmp_path: Path,
) -> None:
    def run(*words: str) -> str:
        done = run_office(tmp_path / "office", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    files = {name: str(tmp_path / name) for name in ("seed", "list", "result")}
    promised = run("draw", "commit", files["seed"])
    (tmp_path / "p.toml").write_text(
        'name = "luck"\nversion = 1\ncurrency = "MYR"\nzone = "Asia/Kuala_Lumpur"\n'
        f'[[draws]]\ndraw = "spring"\n{promised}'
        'prizes = [{ prize = "mug", gives = "mug" }]\n'
        '[[vouchers]]\nrule = "mug"\nkind = "product"\nskus = ["MUG"]\n'
        '[[issues]]\nrule = "luck"\ntimes = "each"\n'
        'on = { kind = "activity", activity = "survey" }\n'
        'gives = { kind = "tickets", draw = "spring", tickets = 2 }\n'
    )
    (tmp_path / "m.csv").write_text("account,name\nm-1,Sara\nm-2,Reza\n")
    (tmp_path / "a.csv").write_text("account,activity,key\nm-1,survey,a\nm-2,survey,b\n")

    run("programme", str(tmp_path / "p.toml"))
    run("import", str(tmp_path / "m.csv"))
    assert run("activities", str(tmp_path / "a.csv")) == "2 new, 0 known, 0 left out\n"
    assert run("activities", str(tmp_path / "a.csv")) == "0 new, 2 known, 0 left out\n"
    assert run("draw", "close", "spring", files["list"]).startswith("2 entries, 4 tickets")
    held = run("draw", "hold", files["list"], files["seed"], files["result"])
    assert held in run("draw", "verify", files["list"], files["seed"], files["result"])
    winner = json.loads(held)["winners"][0]["account"]
    assert re.search(r"^coupon \S+ by mug: 1 left$", run("member", winner), re.MULTILINE)
    assert run("verify").endswith("no problems\n")
