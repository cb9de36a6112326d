"""The waterfall of one basket: from its price to what is paid, from there to points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.counter.ground.answers import Answer, Value, discount_out, not_used_out
from agent.counter.telling.why import figures_of
from agent.programmes.playing import Stage
from agent.programmes.selling import basket_of
from agent.programmes.shop import Shop
from agent.programmes.story import Sale, Story, StoryFault
from agent.programmes.vouchers import coupon_shown
from rules.earn.basis import basis
from rules.ground.refusal import Refusal
from rules.ground.sentence import Sentence
from rules.ladder.places import LadderPlace, credit_of, way_up
from rules.members.standing import Standing
from rules.sale.basket import Basket, Line
from rules.sale.columns import Columns, less
from rules.sale.decisions import Award, Quote, by_line
from rules.settling.not_earning import not_earning_minor

_NO_BASKET: Final = Sentence("There is no basket in it.")
MEND_THE_BASKET: Final = Sentence("Mend the basket.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineExplained:
    """One line: its price, what came off by which rule, what it earned on, by which."""

    line: Line
    off: tuple[tuple[str, int], ...]
    to_pay_minor: int
    basis_minor: int
    earned: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A basket, its quote, and how far the member is from the next tier."""

    basket: Basket
    quote: Quote
    lines: tuple[LineExplained, ...]
    place: LadderPlace | None
    counts_money: bool
    credit: int
    figures: Answer

    @property
    def gross_minor(self) -> int:
        """What all lines cost before anything came off."""
        return sum(line.line.amount_minor for line in self.lines)

    @property
    def own_minor(self) -> int:
        """What the POS took off by itself."""
        return sum(line.line.discount_minor for line in self.lines)

    def out(self) -> Answer:
        """Return it as plain data."""
        quote = self.quote
        place = self.place
        return {
            "gross_minor": self.gross_minor,
            "pos_discount_minor": self.own_minor,
            "discounts": [discount_out(one) for one in quote.discounts],
            "total_minor": quote.total_minor,
            "exact": quote.exact,
            "lines": [_line_out(one) for one in self.lines],
            "earned": awards_out(quote.awards),
            "not_used": [not_used_out(one) for one in quote.not_used],
            "redeemable": [
                {"reward": one.reward, "max_points": one.max_points, "step": one.step}
                for one in quote.redeemable
            ],
            "tier": None
            if place is None
            else {
                "tier": place.tier,
                "next": place.next_tier,
                "have": place.have,
                "need": place.need,
                "this_sale": self.credit,
            },
        }


def explain(stage: Stage, story: Story) -> Explained:
    """Play a story up to its last basket and explain that one.

    Raises :class:`StoryFault` when there is no basket, or the law refuses it.
    """
    at = max(
        (number for number, step in enumerate(story.steps) if isinstance(step, Sale)),
        default=None,
    )
    if at is None:
        raise StoryFault(_NO_BASKET, hint=Sentence("Write a Quote or a Sale."))
    for step in story.steps[:at]:
        stage.do(step)
    sale = story.steps[at]
    if not isinstance(sale, Sale):
        raise StoryFault(_NO_BASKET, hint=Sentence("Write a Quote or a Sale."))
    if sale.member:
        stage.known(sale.member, sale.line)
    basket = basket_of(stage.shop, sale)
    found = explain_basket(stage.shop, basket, sale.member)
    if isinstance(found, Refusal):
        raise StoryFault(
            Sentence("Line {line}: {what}.", line=sale.line, what=refused_words(found)),
            hint=MEND_THE_BASKET,
        )
    return found


def explain_basket(shop: Shop, basket: Basket, member: str) -> Explained | Refusal:
    """Explain a basket for a member of the shop (empty: for nobody)."""
    kept = shop.members.get(member)
    standing = shop.standing(member) if kept else None
    shown = tuple(coupon_shown(shop, said, kept) for said in basket.coupons)
    quote = shop.evaluator.quote(basket, standing, coupons=shown)
    if isinstance(quote, Refusal):
        return quote
    return _explained(shop, basket, quote, standing)


def refused_words(refusal: Refusal) -> Sentence:
    """Say that a basket is refused, and why."""
    said = (refusal.code, *(f"{name}={value}" for name, value in refusal.values))
    return Sentence("the basket is refused: {why}", why=" ".join(said))


def awards_out(awards: Sequence[Award]) -> list[Value]:
    """Write awards as a quote tells them."""
    return [
        {
            "unit": award.unit,
            "rule": award.rule,
            "words": award.words,
            "points": award.points,
        }
        for award in awards
    ]


def _explained(
    shop: Shop, basket: Basket, quote: Quote, standing: Standing | None
) -> Explained:
    earning = _earning(shop, basket, quote)
    return Explained(
        basket=basket,
        quote=quote,
        lines=tuple(
            _line(line, quote, money)
            for line, money in zip(basket.lines, earning, strict=True)
        ),
        place=_place(shop, standing),
        counts_money=shop.ladder is not None and shop.ladder.metric == "spend",
        credit=sum(earning) if standing and standing.status == "active" else 0,
        figures={
            rule.rule: figures_of(rule)
            for rule in (*shop.programme.earn, *shop.programme.discounts)
        },
    )


def _earning(shop: Shop, basket: Basket, quote: Quote) -> Sequence[int]:
    """Return the money each line earns on once everything has come off."""
    off: dict[str, int] = {}
    for given in quote.discounts:
        off[given.line] = off.get(given.line, 0) + given.amount_minor
    terms = shop.programme.earning
    columns = Columns(basket.lines)
    paid = less(columns.cost, [off.get(name, 0) for name in columns.names])
    taken = not_earning_minor(basket, 0, terms)
    return basis(columns, paid, taken_minor=taken, terms=terms)


def _line(line: Line, quote: Quote, basis_minor: int) -> LineExplained:
    off = tuple(
        (str(one.rule), one.amount_minor)
        for one in quote.discounts
        if one.line == line.line
    )
    return LineExplained(
        line=line,
        off=off,
        to_pay_minor=line.net_minor - sum(amount for _, amount in off),
        basis_minor=basis_minor,
        earned=tuple(
            (str(one.rule), one.points)
            for one in by_line(quote.awards)
            if one.line == line.line
        ),
    )


def _place(shop: Shop, standing: Standing | None) -> LadderPlace | None:
    if standing is None or shop.ladder is None:
        return None
    return way_up(shop.ladder, standing.tier, credit_of(shop.ladder, standing))


def _line_out(one: LineExplained) -> Answer:
    return {
        "line": one.line.line,
        "sku": one.line.sku,
        "amount_minor": one.line.amount_minor,
        "pos_discount_minor": one.line.discount_minor,
        "off": dict(one.off),
        "to_pay_minor": one.to_pay_minor,
        "basis_minor": one.basis_minor,
        "earned": dict(one.earned),
    }
