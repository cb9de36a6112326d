"""The programme: one numbered version of all the rules, as its author wrote it."""

from dataclasses import dataclass
from typing import Literal

from rules.calendars.months import Calendar
from rules.calendars.periods import Reckoning, reckoning_of
from rules.campaigns.campaign import Campaign
from rules.campaigns.draws import Draw
from rules.conditions.experiments import Experiment
from rules.discounts import Discount
from rules.discounts.combination import USUAL_COMBINATION, Combination
from rules.discounts.floors import Floor
from rules.earn import EarnRule
from rules.earn.earning_terms import USUAL, EarningTerms
from rules.ground import bounds
from rules.ground.ids import Unit
from rules.issues.entry import entry_rules
from rules.issues.rule import IssueRule
from rules.ladder.terms import Ladder
from rules.members.card_terms import USUAL_CARDS, CardTerms
from rules.members.members_only import MembersOnly
from rules.members.one_time import ProofTerms
from rules.rewards import Reward
from rules.rewards.points_tender import PointsTender
from rules.segments.rfm import USUAL_RFM, RfmTerms
from rules.segments.segment import Segment
from rules.value.units import UnitTerms
from rules.vouchers import Voucher
from rules.vouchers.money import Barred, GiftCardTerms, WalletTerms

EDITION = 1
"""The newest edition of the rules this code knows: it reads no programme of a later one."""

RefundMethod = Literal["line_exact", "recompute_difference", "proportional", "floor_step"]
ShortfallPolicy = Literal[
    "keep_debt",
    "clamp_to_zero",
    "pending_only",
    "take_from_refund_money",
    "manager_write_off",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTerms:
    """How a refund takes back what was earned, also when it is spent already.

    ``shortfall`` says what becomes of points that are to go back and are not there: they
    stay owed, are forgiven, are paid from the money that goes back, or are written off
    where a manager says so (else they stay owed). ``pending_only`` forgives all that is
    usable already: a return takes what is still pending and no more.
    """

    method: RefundMethod = "line_exact"
    shortfall: ShortfallPolicy = "keep_debt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A name for a group of stores."""

    region: str
    stores: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a region without a name or a store."""
        bounds.identifier("region", self.region)
        bounds.names("stores", self.stores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One version of everything a member may count on.

    ``zone`` is the IANA time zone in which its days and months end, ``calendar`` the one
    that names its months, and ``week_begins`` the ISO weekday (1: Monday) of its weeks.
    """

    name: str
    version: int
    edition: int = EDITION
    currency: str
    zone: str
    units: tuple[UnitTerms, ...] = (UnitTerms(),)
    earn: tuple[EarnRule, ...] = ()
    discounts: tuple[Discount, ...] = ()
    ladder: Ladder | None = None
    rewards: tuple[Reward, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    gift_cards: GiftCardTerms | None = None
    wallet: WalletTerms | None = None
    barred: tuple[Barred, ...] = ()
    refund: RefundTerms = RefundTerms()
    cards: CardTerms = USUAL_CARDS
    calendar: Calendar = "gregorian"
    regions: tuple[Region, ...] = ()
    earning: EarningTerms = USUAL
    combination: Combination = USUAL_COMBINATION
    floors: tuple[Floor, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    draws: tuple[Draw, ...] = ()
    issues: tuple[IssueRule, ...] = ()
    members_only: tuple[MembersOnly, ...] = ()
    week_begins: int = 1
    segments: tuple[Segment, ...] = ()
    rfm: RfmTerms = USUAL_RFM
    proof: ProofTerms | None = None

    def __post_init__(self) -> None:
        """Refuse a heading that names no programme."""
        bounds.identifier("name", self.name)
        bounds.within("version", self.version, least=1, most=bounds.POINTS_MAX)
        bounds.within("edition", self.edition, least=1, most=bounds.POINTS_MAX)
        letters = self.currency.isascii() and self.currency.isalpha()
        if not (letters and self.currency.isupper() and len(self.currency) == len("MYR")):
            raise bounds.OutOfBoundsError("currency must be an ISO 4217 code like MYR")
        bounds.within("week_begins", self.week_begins, least=1, most=7)
        bounds.some("units", self.units)

    @property
    def gifts(self) -> tuple[IssueRule, ...]:
        """All that gives by itself: what tiers give on entry, then the rules."""
        return (*entry_rules(self.ladder), *self.issues)

    @property
    def reckoning(self) -> Reckoning:
        """Where its days end and how its months are named; its zone must be one."""
        return reckoning_of(self.zone, self.calendar, self.week_begins)

    def terms_of(self, unit: Unit) -> UnitTerms:
        """Return how ``unit`` lives; raise KeyError when the programme does not know it."""
        for terms in self.units:
            if terms.unit == unit:
                return terms
        raise KeyError(unit)

    def voucher(self, rule: str) -> Voucher | None:
        """Return the terms of the coupons of that name, if there are any."""
        return next((terms for terms in self.vouchers if terms.rule == rule), None)

    @property
    def tenders(self) -> tuple[PointsTender, ...]:
        """The rewards by which points pay for anything, like money."""
        return tuple(one for one in self.rewards if isinstance(one, PointsTender))

    def reward(self, rule: str) -> Reward | None:
        """Return the reward of that name, if there is one."""
        return next((reward for reward in self.rewards if reward.rule == rule), None)
