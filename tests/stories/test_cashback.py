"""Cashback of the wallet template in a chain: earned, paid with, taken back."""

from dataclasses import replace
from pathlib import Path

from agent.counter.value.fetching import NeedsMore
from agent.pos.requests.shapes import HOLD
from rules.ground.ids import Unit
from rules.programme import Programme
from rules.value.units import UnitTerms
from sync.wire.messages import Want
from sync.wire.programme.door import read_programme
from tests.architecture.sources import ROOT
from tests.stories.chain import (
    OLD_CARD,
    Json,
    StoryTill,
    a_chain,
    line,
    read,
    said,
    story_programme,
)
from tests.stories.value import bring, piece, take_back

TEMPLATE = ROOT / "install" / "programmes" / "cashback-wallet.toml"


def cashback() -> Programme:
    """Return the template with the chain's cards, and points for the member it imports."""
    plain = story_programme()
    template = read_programme(TEMPLATE.read_bytes(), form="toml")
    return replace(template, cards=plain.cards, units=(*template.units, UnitTerms()))


def wallet(till: StoryTill) -> int:
    """Return what the first member's wallet holds, as a till shows it."""
    balances = till.member(OLD_CARD)["balances"]
    return next((int(one["available"]) for one in balances if one["unit"] == "wallet"), 0)


def pay_from_wallet(till: StoryTill, amount_minor: int, price_minor: int) -> Json:
    """Sell goods partly for wallet money, asked for where it is not here."""
    asked = {"workstation": "L1", "tender": "wallet", "amount_minor": amount_minor}
    request = read(HOLD, asked | {"card": OLD_CARD})
    answer = till.till.counter.hold(request)
    if isinstance(answer, NeedsMore):
        want = Want(account=answer.account, unit=Unit(answer.unit), points=answer.points)
        till.till.contact.ask([want], timeout_s=1)
        answer = till.till.counter.hold(request, asked=True)
    assert not isinstance(answer, NeedsMore)
    tenders = [
        {"tender": "wallet", "amount_minor": amount_minor, "hold": said(answer)["hold"]},
        {"tender": "cash", "amount_minor": price_minor - amount_minor},
    ]
    return till.sell(price_minor, tenders=tenders, card=OLD_CARD)


def test_cashback_pays_where_it_was_earned_and_in_another_shop(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=cashback()) as chain:
        here, there = chain.tills

        here.sell(12_990, card=OLD_CARD)
        assert wallet(here) == 260
        here.cut()
        pay_from_wallet(here, 60, 1_000)
        here.mend()
        chain.sync()

        left = 260 - 60 + 19  # RM 9.40 paid in cash earn RM 0.19.
        assert wallet(here) == wallet(there) == left
        here.close_day()
        chain.sync()
        pay_from_wallet(there, left, 1_000)
        chain.sync()
        assert wallet(here) == wallet(there) == 16
        assert chain.findings() == []
        assert chain.quarantined() == []


def test_goods_that_come_back_take_their_cashback_from_the_wallet(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=cashback()) as chain:
        till, other = chain.tills
        sale = till.sale_of(0, lines=[line("1", 2_500), line("2", 2_500)], card=OLD_CARD)
        sale["tenders"] = [{"tender": "cash", "amount_minor": 5_000}]
        said(till.sale(sale))
        assert wallet(till) == 100

        bring(
            till, take_back(till, "R1", {"document": sale["document"]}, piece("1", 2_500))
        )
        chain.sync()

        assert wallet(till) == wallet(other) == 50
        assert chain.quarantined() == []
