"""What a sale gave by itself goes back with the goods: once, from wherever it stands."""

from pathlib import Path
from typing import Final

from agent.counter.value.fetching import NeedsMore
from agent.pos.requests.shapes import HOLD
from rules.ground.ids import RuleId, Unit
from rules.issues.gifts import GiveWallet
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase
from rules.vouchers.money import WALLET
from tests.stories.chain import AT, OLD_CARD, Json, StoryTill, a_chain, line, read, said
from tests.stories.test_gifts import agrees, programme, stands

TREAT: Final = IssueRule(
    rule=RuleId("treat"),
    on=OnPurchase(minimum_minor=1_000),
    gives=GiveWallet(amount_minor=50),
    times="month",
)
COUNT: Final = Unit("n.treat.2026-11")


def voided(till: StoryTill, sale: Json) -> Json:
    """Void a sale, under its own number."""
    number = f"V{sale['document']['number']}"
    return said(
        till.void(
            {
                "document": till.document(number, "void"),
                "original": {"document": sale["document"]},
                "at": AT,
            }
        )
    )


def test_a_void_takes_the_gift_and_its_count_and_head_office_says_the_same(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=programme(TREAT)) as chain:
        here = chain.tills[0]
        sale = here.sale_of(2_000, card=OLD_CARD)
        said(here.sale(sale))
        chain.sync()
        assert (stands(chain, WALLET), stands(chain, COUNT)) == (50, 1)

        voided(here, sale)
        chain.sync()

        assert (stands(chain, WALLET), stands(chain, COUNT)) == (0, 0)
        assert chain.findings() == []
        agrees(chain)


def test_a_gift_that_was_given_before_is_not_taken_a_second_time(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=programme(TREAT)) as chain:
        here, there = chain.tills
        sales = [till.sale_of(2_000, card=OLD_CARD) for till in chain.tills]
        for till, sale in zip(chain.tills, sales, strict=True):
            till.cut()
            said(till.sale(sale))
        here.mend()
        there.mend()
        chain.sync()
        assert chain.findings() == ["given_before"]

        voided(there, sales[1])
        chain.sync()
        assert (stands(chain, WALLET), stands(chain, COUNT)) == (50, 1)

        voided(here, sales[0])
        chain.sync()
        assert (stands(chain, WALLET), stands(chain, COUNT)) == (0, 0)
        agrees(chain)


def test_a_gift_given_before_and_returned_before_head_office_knew_stands(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=programme(TREAT)) as chain:
        here, there = chain.tills
        there.cut()
        said(here.sale(here.sale_of(2_000, card=OLD_CARD)))
        sale = there.sale_of(2_000, card=OLD_CARD)
        said(there.sale(sale))
        voided(there, sale)
        here.sync()

        there.mend()
        chain.sync()

        assert (stands(chain, WALLET), stands(chain, COUNT)) == (50, 1)
        agrees(chain)


def test_a_top_up_goes_back_whole_and_the_gift_that_was_spent_is_owed(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=programme(TREAT)) as chain:
        here = chain.tills[0]
        top_up = {**line("2", 300), "type": "wallet_top_up"}
        sale = here.sale_of(2_000, card=OLD_CARD, lines=[line("1", 2_000), top_up])
        sale["tenders"] = [{"tender": "cash", "amount_minor": 2_300}]
        said(here.sale(sale))
        spend(here, 50)

        voided(here, sale)
        chain.sync()

        assert stands(chain, WALLET) == -50
        agrees(chain)


def spend(till: StoryTill, amount_minor: int) -> None:
    """Pay for something with money of the wallet."""
    wish: Json = {"workstation": "L1", "tender": "wallet", "card": OLD_CARD}
    answer = till.till.counter.hold(read(HOLD, wish | {"amount_minor": amount_minor}))
    assert not isinstance(answer, NeedsMore)
    hold = said(answer)["hold"]
    paid = {"tender": "wallet", "amount_minor": amount_minor, "hold": hold}
    till.sell(amount_minor, card=OLD_CARD, tenders=[paid])
