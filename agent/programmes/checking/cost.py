"""What may cost more than was thought: no cap, everything off, more back than was paid."""

from collections.abc import Iterator
from fractions import Fraction

from agent.programmes.checking.finding import Finding, Part, Question, parts
from agent.programmes.checking.rates import best_rates, worth_of_points
from rules.campaigns.campaign import Campaigns
from rules.discounts.buy_get import BuyGet
from rules.ground.sentence import Amount, Sentence
from rules.programme import Programme

_LARGE_PERCENT = 50
_LARGE_RETURN = Fraction(1, 4)
_PERCENT = 100


def cost(question: Question) -> Iterator[Finding]:
    """Ask what one basket may cost at worst."""
    yield from _given_back(question.programme)
    campaigns = Campaigns(question.programme.campaigns)
    for part in parts(question.programme):
        if part.section in {"discounts", "vouchers"}:
            yield from _percent(part, campaigns)
        if part.section == "vouchers":
            yield from _amount(part, question.programme)


def _given_back(programme: Programme) -> Iterator[Finding]:
    worth = worth_of_points(programme)
    for unit, rate in best_rates(programme).items():
        back = rate * worth.get(unit, Fraction(0))
        if back > _LARGE_RETURN:
            all_of_it = back >= 1
            yield Finding(
                weight="error" if all_of_it else "warning",
                check="uncapped_cost",
                place="earn",
                says=Sentence(
                    "the points of a purchase are worth up to {percent} per cent of it",
                    percent=int(back * _PERCENT),
                ),
                mend=Sentence("let rules give fewer points, or make a point worth less"),
            )


def _percent(part: Part, campaigns: Campaigns) -> Iterator[Finding]:
    percent = getattr(part.item, "percent", None)
    cap = getattr(part.item, "cap_minor", None)
    # What counts pieces, or asks for others to be bought, is bounded by them; what draws
    # on a budget, by that.
    bounded = (
        isinstance(part.item, BuyGet)
        or bool(getattr(part.item, "max_pieces", 0))
        or campaigns.limits(getattr(part.item, "campaign", ""), "discount_minor")
    )
    if not isinstance(percent, Fraction) or bounded:
        return
    if percent >= _LARGE_PERCENT and cap is None:
        yield Finding(
            weight="warning",
            check="uncapped_cost",
            place=part.place,
            says=Sentence(
                "{percent} per cent off, however much is bought", percent=percent
            ),
            mend=Sentence("set cap_minor, the most that comes off a receipt"),
        )


def _amount(part: Part, programme: Programme) -> Iterator[Finding]:
    amount = getattr(part.item, "amount_minor", None)
    minimum = getattr(part.item, "minimum_minor", 0)
    if isinstance(amount, int) and minimum <= amount:
        yield Finding(
            weight="warning",
            check="coupon_below_zero",
            place=part.place,
            says=Sentence(
                "it takes {amount} off a basket from {minimum}: a small one costs nothing "
                "(never less), and a second coupon finds nothing left to take",
                amount=Amount(amount, programme.currency),
                minimum=Amount(minimum, programme.currency),
            ),
            mend=Sentence("set minimum_minor above {minor}", minor=str(amount)),
        )
