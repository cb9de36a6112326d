"""The programme of a world: small numbers, so that every point can be spent."""

from fractions import Fraction

from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.ids import RuleId, TierId
from rules.ladder.terms import EntryIssue, Ladder, Tier
from rules.money import GiftCardTerms
from rules.programme import CardTerms, MemberIin, NewNumbers, Programme, RefundTerms
from rules.rewards.points_tender import PointsTender
from rules.units import UnitTerms
from rules.vouchers.percent_off import PercentOff
from tests.simulation.script import Setting

CURRENCY = "MYR"
REWARD = RuleId("points-off")
CARD_PREFIX = "639900"
CARD_DIGITS = 16
_BASE = RuleId("base")
_LADDER = Ladder(
    window_days=30,
    tiers=(
        Tier(tier=TierId("bronze"), from_minor=0),
        Tier(
            tier=TierId("gold"),
            from_minor=4000,
            entry_issue=EntryIssue(rule=RuleId("gold-welcome"), valid_days=30),
        ),
    ),
)


def programme_for(setting: Setting) -> Programme:
    """Return the programme that a world is played under."""
    return Programme(
        name="simulated",
        version=1,
        currency=CURRENCY,
        zone="Asia/Kuala_Lumpur",
        units=(
            UnitTerms(
                pending_days=setting.pending_days, expires_months=setting.expires_months
            ),
        ),
        earn=(
            PerSpend(rule=_BASE, step_minor=10),
            CategoryMultiplier(
                rule=RuleId("coffee-x2"),
                factor=Fraction(2),
                categories=("coffee",),
                of=(_BASE,),
            ),
        ),
        ladder=_LADDER if setting.tiers else None,
        rewards=(PointsTender(rule=REWARD, step=1, value_minor_per_step=1),),
        # Homed where points may be used at once, so that both policies are played.
        vouchers=(PercentOff(rule=RuleId("gold-welcome"), percent=Fraction(20)),),
        gift_cards=GiftCardTerms(spend="online" if setting.pending_days else "homed"),
        refund=RefundTerms(method=setting.refund_method),
        cards=CardTerms(
            member_iins=(MemberIin(prefix=CARD_PREFIX, length=CARD_DIGITS),),
            new_numbers=NewNumbers(prefix=f"{CARD_PREFIX}9", length=CARD_DIGITS)
            if setting.people
            else None,
        ),
    )


def card_of(member: int) -> str:
    """Return the number on a member's card, with its Luhn digit."""
    body = f"{CARD_PREFIX}{member:0{CARD_DIGITS - len(CARD_PREFIX) - 1}}"
    doubled = (
        sum(divmod(2 * int(digit), 10)) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(body))
    )
    return f"{body}{-sum(doubled) % 10}"
