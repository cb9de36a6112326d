"""A product for points: quoted, set aside, paid, and returned exactly, at real tills."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from rules.ground.ids import RuleId
from rules.ground.refusal import Refusal
from rules.programme import Programme
from rules.rewards.points_product import PointsProduct
from rules.rewards.points_tender import PointsTender
from tests.stories.chain import AT, OLD_CARD, Json, StoryTill, a_chain, refused, said
from tests.stories.chain import story_programme as plain
from tests.stories.test_gifts import agrees, stands
from tests.stories.value import bring, piece, take_back

MUG: Final = "mug-for-points"


def rules() -> Programme:
    """Return a programme where a mug costs 300 points, whatever its price."""
    return replace(
        plain(),
        rewards=(
            PointsProduct(rule=RuleId(MUG), price_points=300, skus=("MUG",)),
            PointsTender(rule=RuleId("pay"), step=1, value_minor_per_step=1),
        ),
    )


def goods(number: str, sku: str, amount_minor: int, pieces: int = 1) -> Json:
    return {
        "line": number,
        "sku": sku,
        "quantity": str(pieces),
        "amount_minor": amount_minor,
    }


def quoted(till: StoryTill, *lines: Json) -> Json:
    """Quote a basket of the first member's."""
    asked = {"workstation": "L1", "currency": "MYR", "at": AT, "lines": list(lines)}
    return said(till.quote(asked | {"card": OLD_CARD}))


def bought(till: StoryTill, points: int, *lines: Json) -> Json:
    """Sell a basket, mugs for so many points, the rest for cash; return the sale."""
    quote = quoted(till, *lines)
    hold = said(till.hold(points, reward=MUG, quote=quote["quote"], card=OLD_CARD))
    value = int(hold["value_minor"])
    cash = quote["total_minor"] - value
    paid = {"tender": "points", "amount_minor": value, "hold": hold["hold"]}
    tenders = [paid, {"tender": "cash", "amount_minor": cash}] if cash else [paid]
    sale = till.sale_of(0, lines=list(lines), tenders=tenders, card=OLD_CARD)
    assert not said(till.sale(sale)).get("notices")
    return sale


def offers(till: StoryTill) -> list[Json]:
    """Return what is offered of mugs to whoever buys two, and a pot."""
    quote = quoted(till, goods("1", "MUG", 2_900, 2), goods("2", "POT", 4_000))
    return [one for one in quote["redeemable"] if one["reward"] == MUG]


def test_without_a_line_it_is_said_where_the_points_are(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        here.cut()
        quote = quoted(here, goods("1", "MUG", 2_900))

        asked = here.hold(300, reward=MUG, quote=quote["quote"], card=OLD_CARD)

        assert [one["reward"] for one in quote["redeemable"]] == [MUG]
        assert isinstance(asked, Refusal)
        values = dict(asked.values)
        assert (asked.code, values["at_office"]) == ("over_allowance", 1_000)


def test_a_mug_is_offered_and_paid_with_its_own_price(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        (offer,) = offers(here)
        assert (offer["max_points"], offer["step"]) == (600, 300)
        assert offer["value_minor_per_step"] == 1_450
        # None of it is here: head office is asked when it is set aside.
        assert offer["spendable_here"] == 0
        hold = said(here.hold(500, reward="pay", card=OLD_CARD))["hold"]
        said(here.till.counter.release(hold))
        assert [one["spendable_here"] for one in offers(here)] == [500]
        hold = said(here.hold(900, reward="pay", card=OLD_CARD))["hold"]
        said(here.till.counter.release(hold))
        (offer,) = offers(here)
        assert "spendable_here" not in offer

        bought(here, 300, goods("1", "MUG", 2_900, 2), goods("2", "POT", 4_000))
        chain.sync()

        # 40 for the pot, 14 for the mug that was paid in cash.
        assert stands(chain, "points") == 1_000 - 300 + 54
        agrees(chain)


@pytest.mark.parametrize(
    ("points", "code"),
    [(150, "below_minimum"), (400, "more_than_basket"), (600, "more_than_basket")],
)
def test_only_whole_pieces_of_the_basket_are_paid(
    tmp_path: Path, points: int, code: str
) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        quote = quoted(here, goods("1", "MUG", 2_900), goods("2", "POT", 4_000))["quote"]
        asked = here.hold(points, reward=MUG, quote=quote, card=OLD_CARD)
        assert refused(asked) == code
        unquoted = here.hold(300, reward=MUG, card=OLD_CARD)
        assert refused(unquoted) == "more_than_basket"


def test_each_line_brings_its_own_back(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        sale = bought(here, 300, goods("1", "MUG", 2_900), goods("2", "POT", 4_000))
        original = {"document": sale["document"]}
        back = bring(here, take_back(here, "R1", original, piece("2", 4_000)))
        assert back["given_back"] == []
        assert [one["amount_minor"] for one in back["to_tenders"]] == [4_000]

        back = bring(here, take_back(here, "R2", original, piece("1", 2_900)))
        assert [one["points"] for one in back["given_back"]] == [300]
        assert back["to_tenders"] == [
            {"tender": "points", "points": 300, "amount_minor": 2_900}
        ]
        chain.sync()

        assert stands(chain, "points") == 1_000
        assert chain.findings() == []
        agrees(chain)


def test_another_till_brings_back_by_the_slip_what_that_line_was_paid_with(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules()) as chain:
        here, there = chain.tills
        sale = bought(here, 300, goods("1", "MUG", 2_900), goods("2", "POT", 4_000))
        chain.sync()
        original = {"document": sale["document"]}
        bring(there, take_back(there, "R1", original, piece("2", 4_000)))
        chain.sync()
        chain.sync()
        assert stands(chain, "points") == 1_000 - 300

        bring(there, take_back(there, "R2", original, piece("1", 2_900)))
        for _ in range(3):
            chain.sync()

        assert stands(chain, "points") == 1_000
        agrees(chain)


def test_a_slip_says_which_line_the_points_paid_for(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules()) as chain:
        here, there = chain.tills
        quote = quoted(here, goods("1", "MUG", 2_900), goods("2", "POT", 4_000))
        hold = said(here.hold(300, reward=MUG, quote=quote["quote"], card=OLD_CARD))
        paid = {"tender": "points", "amount_minor": 2_900, "hold": hold["hold"]}
        cash = {"tender": "cash", "amount_minor": 4_000}
        lines = [goods("1", "MUG", 2_900), goods("2", "POT", 4_000)]
        sale = here.sale_of(0, lines=lines, tenders=[paid, cash], card=OLD_CARD)
        proof = said(here.sale(sale))["receipt"]["proof"]
        chain.sync()

        original = {"document": sale["document"], "proof": proof}
        back = bring(there, take_back(there, "R1", original, piece("2", 4_000)))
        assert [one["amount_minor"] for one in back["to_tenders"]] == [4_000]
        back = bring(there, take_back(there, "R2", original, piece("1", 2_900)))
        assert [one["tender"] for one in back["to_tenders"]] == ["points"]
        for _ in range(3):
            chain.sync()

        assert stands(chain, "points") == 1_000
        agrees(chain)
