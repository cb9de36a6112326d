"""Vouchers at head office: confirmed, told, dealt, homed, and found when spent twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.ground.ids import AccountId, LotId, RuleId, Unit
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_VOUCHERS,
    PENDING,
    POINTS,
    USES,
    Lot,
)
from rules.vouchers.money import MONEY, WALLET
from sync.kit.clock import to_ms
from sync.office.database.tables import FINDING
from sync.wire.messages import PullAnswer, UnitBalance, Want
from sync.wire.records.ledger_part import IssuedOnce, LedgerPart
from tests.office.enrolling import new_till
from tests.office.entries import entry, issue
from tests.office.forge import ForgedTill
from tests.office.looking import findings, quarantined, standing, statement_of
from tests.office.world import PROGRAMME, START, World

CARD = "g-0123456789abcdef0123456789abcdef"
CODE = "GOLD-8H2P-4MXK-R7QT"
COUPON = AccountId(f"v-{CODE}")
EXPIRES = START + timedelta(days=30)
HOMED = b"""
[[vouchers]]
kind = "percent"
rule = "gold-welcome"
percent = 20
spend = "homed"
"""


def promise(till: ForgedTill, key: str = "") -> str:
    """Have a till issue the coupon of one issuance key; return its lot."""
    once = IssuedOnce(
        key="gold-welcome|m-1|1",
        kind="coupon",
        rule=RuleId("gold-welcome"),
        account=AccountId("m-1"),
        code=CODE,
        expires_ms=to_ms(EXPIRES),
    )
    lot = LotId(f"{till.next_id()}/v1")
    born = Lot(
        lot=lot,
        account=COUPON,
        unit=USES,
        rule="gold-welcome",
        earned_at=till.world.clock.now(),
        active_from=till.world.clock.now(),
        expires=EXPIRES,
    )
    part = LedgerPart(entries=(issue(once, lot),), lots=(born,), issued=(once,))
    till.append("sale", part, key=key)
    return lot


def use(till: ForgedTill, lot: str, place: str = AVAILABLE, *, key: str = "") -> str:
    """Have a till's sale spend the coupon's use from a place; return its record."""
    spent = entry(
        "redeem",
        (COUPON, USES, -1, lot, place),
        (HOUSE_VOUCHERS, USES, 1, "", HOUSE),
    )
    return till.append("sale", LedgerPart(entries=(spent,)), key=key)


def ask(till: ForgedTill) -> PullAnswer:
    """Sync and ask for the coupon's use."""
    till.sync()
    want = Want(account=COUPON, unit=USES, points=1)
    answer = till.office.pull(replace(till.pull_message(deltas=False), wants=(want,)))
    assert isinstance(answer, PullAnswer)
    return answer


def test_a_promise_is_confirmed_and_every_till_is_told(world: World) -> None:
    one, two = new_till(world), new_till(world, store="S02", fingerprint="other")
    lot = promise(one)
    one.push()

    told = statement_of(two.sync(), COUPON)

    assert told.balances == (
        UnitBalance(
            unit=USES,
            available=1,
            dealable=1,
            rule="gold-welcome",
            lot=lot,
            until_ms=to_ms(EXPIRES),
        ),
    )
    assert (told.home, told.available) == ("S01", 0)


def test_a_use_is_dealt_to_one_till_and_is_gone_when_spent(world: World) -> None:
    one, two = new_till(world), new_till(world, store="S02", fingerprint="other")
    lot = promise(one)
    one.push()

    (grant,) = ask(two).grants
    assert ask(one).grants == ()
    two.take(grant)
    use(two, lot, "t2.1")
    two.push()

    assert standing(world, COUPON, USES) == {}
    (told,) = statement_of(one.sync(), COUPON).balances
    assert (told.available, told.lot) == (0, lot)
    assert ask(one).grants == ()
    assert (findings(world), quarantined(world)) == ([], [])
    assert world.office.verify().problems == ()


def test_a_homed_use_waits_at_the_store_that_issued_it(world: World) -> None:
    renewed = PROGRAMME.replace(b"version = 1", b"version = 2")
    world.office.publish(renewed + HOMED, form="toml", starts=START)
    one, two = new_till(world), new_till(world, store="S02", fingerprint="other")
    promise(one)
    one.push()

    assert two.sync().grants == ()
    (grant,) = one.sync().grants
    assert (grant.account, grant.unit, grant.slices[0].amount) == (COUPON, USES, 1)
    one.take(grant)
    told = one.sync()
    assert statement_of(told, COUPON).balances[0].held == {"S01": 1}
    assert told.grants == ()


def test_a_paper_spent_twice_is_a_loss_and_both_receipts_are_named(world: World) -> None:
    one, two = new_till(world), new_till(world, store="S02", fingerprint="other")
    lot = promise(one)
    one.push()
    first, second = use(one, lot), use(two, lot)

    one.push()
    two.push()

    assert standing(world, COUPON, USES) == {}
    assert standing(world, "house:lost", USES) == {HOUSE: -1}
    assert findings(world) == ["spent_twice"]
    with world.engine.begin() as connection:
        (detail,) = connection.execute(FINDING.select()).mappings().all()
    assert (first in detail["detail"], second in detail["detail"]) == (True, True)
    assert world.office.verify().problems == ()


def test_the_same_document_at_two_tills_spends_a_paper_once(world: World) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    lot = promise(one)
    one.push()
    use(one, lot, key="S01|1|2026-11-20|7|sale")
    use(two, lot, key="S01|1|2026-11-20|7|sale")

    one.push()
    two.push()

    assert standing(world, COUPON, USES) == {}
    assert findings(world) == ["duplicate"]
    assert world.office.verify().problems == ()


def test_an_ended_coupon_expires_and_a_promise_is_not_activated_by_time(
    world: World,
) -> None:
    one = new_till(world)
    promise(one)
    one.push()
    assert standing(world, COUPON, USES) == {AVAILABLE: 1}

    world.clock.forward(days=31)
    world.office.run_due(world.clock.now())

    assert standing(world, COUPON, USES) == {}
    assert standing(world, "house:expired", USES) == {HOUSE: 1}
    assert world.office.verify().problems == ()


def load(till: ForgedTill, account: str, amount: int, place: str, unit: Unit) -> str:
    """Have a till put money on a gift card or into a wallet; return its lot."""
    lot = LotId(f"{till.next_id()}/m1")
    born = Lot(
        lot=lot,
        account=AccountId(account),
        unit=unit,
        rule="gift_cards",
        earned_at=till.world.clock.now(),
        active_from=till.world.clock.now(),
        expires=None,
    )
    loaded = entry(
        "load",
        (account, unit, amount, lot, place),
        ("house:loaded", unit, -amount, "", HOUSE),
    )
    till.append("sale", LedgerPart(entries=(loaded,), lots=(born,)))
    return lot


def wants(till: ForgedTill, account: str, unit: Unit, amount: int) -> PullAnswer:
    """Sync and ask for so much money."""
    till.sync()
    want = Want(account=account, unit=unit, points=amount)
    answer = till.office.pull(replace(till.pull_message(deltas=False), wants=(want,)))
    assert isinstance(answer, PullAnswer)
    return answer


def test_a_gift_card_is_dealt_to_the_cent_and_never_beyond_what_is_on_it(
    world: World,
) -> None:
    one, two = new_till(world), new_till(world, store="S02", fingerprint="other")
    load(one, CARD, 3000, AVAILABLE, MONEY)
    one.push()

    (grant,) = wants(two, CARD, MONEY, 1200).grants
    two.take(grant)
    assert wants(one, CARD, MONEY, 1801).grants == ()
    (rest,) = wants(one, CARD, MONEY, 1800).grants

    assert (grant.slices[0].amount, rest.slices[0].amount) == (1200, 1800)
    told = statement_of(two.sync(), CARD).balances[0]
    assert (told.available, told.dealable, told.held) == (
        3000,
        0,
        {"S01": 1800, "S02": 1200},
    )
    assert world.office.verify().problems == ()


def test_a_wallet_is_a_balance_of_its_member_beside_the_points(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 20)
    load(till, "m-1", 500, "t1.1", WALLET)

    told = statement_of(till.sync(), "m-1")

    assert (told.pending, [unit.unit for unit in told.balances]) == (20, ["wallet"])
    assert told.balances[0].held == {"S01": 500}
    assert standing(world, "m-1", WALLET) == {"t1.1": 500}
    world.office.run_due(world.clock.now())
    assert standing(world, "m-1", WALLET) == {"t1.1": 500}
    assert world.office.verify().problems == ()


def test_a_till_loads_no_points(world: World) -> None:
    till = new_till(world)
    load(till, "m-1", 500, "t1.1", POINTS)

    till.push()

    assert quarantined(world) == ["place_not_allowed"]


def test_homed_cards_go_back_to_their_store_in_the_morning(world: World) -> None:
    renewed = PROGRAMME.replace(b"version = 1", b"version = 2")
    cards = b'[gift_cards]\nspend = "homed"\n'
    world.office.publish(renewed + cards, form="toml", starts=START)
    one, two = new_till(world), new_till(world, store="S02", fingerprint="other")
    load(one, CARD, 3000, AVAILABLE, MONEY)
    one.push()

    assert two.sync().grants == ()
    (grant,) = one.sync().grants
    assert (grant.account, grant.unit, grant.slices[0].amount) == (CARD, MONEY, 3000)


@pytest.mark.parametrize("place", [AVAILABLE, PENDING])
def test_nothing_but_a_coupons_paper_is_spent_undealt(world: World, place: str) -> None:
    till = new_till(world)
    till.append(
        "sale",
        LedgerPart(
            entries=(
                entry(
                    "redeem",
                    ("m-1", "points", -5, "t1.1-9/1", place),
                    ("house:redeemed", "points", 5, "", HOUSE),
                ),
            )
        ),
    )

    till.push()

    assert quarantined(world) == ["place_not_allowed"]
