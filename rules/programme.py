"""The programme: one numbered version of all the rules, as its author wrote it."""

from dataclasses import dataclass
from typing import Literal

from rules import bounds
from rules.calendars.months import Calendar
from rules.campaigns import Campaign
from rules.combining.terms import USUAL_COMBINATION, Combination
from rules.discounts import Discount
from rules.draws import Draw
from rules.earn import EarnRule
from rules.earning_terms import USUAL, EarningTerms
from rules.experiments import Experiment
from rules.floors import Floor
from rules.ids import Unit
from rules.issues.entry import entry_rules
from rules.issues.rule import IssueRule
from rules.ladder.terms import Ladder
from rules.members_only import MembersOnly
from rules.money import Barred, GiftCardTerms, WalletTerms
from rules.one_time import ProofTerms
from rules.periods import Reckoning, reckoning_of
from rules.rewards import Reward
from rules.rewards.points_tender import PointsTender
from rules.segments.rfm import USUAL_RFM, RfmTerms
from rules.segments.segment import Segment
from rules.units import UnitTerms
from rules.vouchers import Voucher

_SHARED_DIGITS_MIN = 4
_EAN_PREFIX_MAX = 13
_CODE_MAX = 3

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
ExpiredCard = Literal["nothing", "earning"]
CardClass = Literal["member", "voucher", "gift_card", "receipt", "product", "employee"]


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
class MemberIin:
    """Card numbers of members: they begin with ``prefix`` and have ``length`` digits."""

    prefix: str
    length: int

    def __post_init__(self) -> None:
        """Refuse what is no range of numbers."""
        if not (self.prefix.isascii() and self.prefix.isdigit()):
            raise bounds.OutOfBoundsError("prefix must be digits")
        bounds.within("length", self.length, least=len(self.prefix) + 1, most=19)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """Codes that wholly match the regular expression ``pattern``, and their class."""

    pattern: str
    card_class: CardClass = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class EanRule:
    """EAN numbers that begin with ``prefix`` are of ``card_class``."""

    prefix: str
    card_class: CardClass

    def __post_init__(self) -> None:
        """Refuse what is no range of numbers."""
        if not 0 < len(self.prefix) <= _EAN_PREFIX_MAX:
            raise bounds.OutOfBoundsError(
                "prefix must have 1 to {most} digits", most=_EAN_PREFIX_MAX
            )
        if not (self.prefix.isascii() and self.prefix.isdigit()):
            raise bounds.OutOfBoundsError("prefix must be digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNumbers:
    """Numbers for new cards, on no printed one: head office allots them to tills."""

    prefix: str
    length: int

    def __post_init__(self) -> None:
        """Refuse what is no range of numbers, or one too small to be shared out."""
        if not (self.prefix.isascii() and self.prefix.isdigit()):
            raise bounds.OutOfBoundsError("prefix must be digits")
        least = len(self.prefix) + _SHARED_DIGITS_MIN + 1
        bounds.within("length", self.length, least=least, most=19)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneTerms:
    """How a phone number without its country is read: ``012…`` with 60 is ``+6012…``."""

    country: str
    trunk: str = "0"

    def __post_init__(self) -> None:
        """Refuse what is no country's code."""
        for name, digits in (("country", self.country), ("trunk", self.trunk or "0")):
            if not (digits.isascii() and digits.isdigit() and len(digits) <= _CODE_MAX):
                raise bounds.OutOfBoundsError("{what} must be 1 to 3 digits", what=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTerms:
    """How a scanned code is told; the tills' recognition is built from it.

    ``new_numbers`` lie in one of the ``member_iins``; without them a till enrols blank
    cards only. A card is good until the end of the day ``expires_months`` after it was
    given (None: for ever); afterwards it counts for ``nothing``, or for ``earning`` only.
    """

    member_iins: tuple[MemberIin, ...] = ()
    text_rules: tuple[TextRule, ...] = ()
    ean_rules: tuple[EanRule, ...] = ()
    new_numbers: NewNumbers | None = None
    phone: PhoneTerms | None = None
    expires_months: int | None = None
    expired: ExpiredCard = "nothing"

    def __post_init__(self) -> None:
        """Refuse new numbers that no till would recognise."""
        if self.expires_months is not None:
            bounds.within(
                "expires_months", self.expires_months, least=1, most=bounds.MONTHS_MAX
            )
        new = self.new_numbers
        if new is None:
            return
        if not any(
            new.length == iin.length and new.prefix.startswith(iin.prefix)
            for iin in self.member_iins
        ):
            raise bounds.OutOfBoundsError("new_numbers must lie in one of member_iins")


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
    cards: CardTerms = CardTerms()
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
