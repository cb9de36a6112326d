"""What the local API answers, described for who reads the OpenAPI document.

The counter makes these; the tests hold what it makes against these shapes, so that neither
has a field the other lacks. Fields may be added, none renamed.
"""

from typing import Literal, NotRequired

from pydantic import JsonValue
from typing_extensions import TypedDict

from agent.pos.answers.value_answers import CouponUsed, VoucherAnswer
from rules.sale.basket import DocumentKind

State = Literal["pending", "active"]


class Expiring(TypedDict):
    """Points that end before an instant, which is exclusive."""

    points: int
    before: str


class Balance(TypedDict):
    """Points of a member; ``spendable_here`` of them now, at this till, without asking."""

    unit: str
    available: int
    pending: int
    spendable_here: int
    value_minor: NotRequired[int]
    expiring: NotRequired[list[Expiring]]


class NextTier(TypedDict):
    """How far the next tier is; ``share`` is a decimal string between 0 and 1.

    By spend in ``have_minor`` and ``need_minor``, else in ``have`` and ``need``.
    """

    tier: str
    metric: Literal["spend", "points", "orders", "visits", "balance"]
    have_minor: NotRequired[int]
    need_minor: NotRequired[int]
    have: NotRequired[int]
    need: NotRequired[int]
    share: str


class ShownCard(TypedDict):
    """Until when the card that was shown is good (exclusive), and what it counts for."""

    until: str
    counts_for: Literal["everything", "earning", "nothing"]


class TierToCome(TypedDict):
    """A tier that begins with the next period, and when."""

    tier: str
    begins: str


class ShownBenefit(TypedDict):
    """What the member's tier gives; ``language`` is empty when it is for everyone."""

    text: str
    language: str


class ShownMember(TypedDict):
    """A member as a scan shows them; ``card`` is there when theirs has an end.

    ``tier_until`` is when the tier ends (exclusive), missing when it does not.
    """

    id: str
    name: str
    tier: str
    status: Literal["active", "blocked", "lost", "expired"]
    balances: list[Balance]
    next_tier: NextTier | None
    as_of: str
    card: NotRequired[ShownCard]
    tier_until: NotRequired[str]
    tier_to_come: NotRequired[TierToCome]
    benefits: NotRequired[list[ShownBenefit]]


class MemberAfter(TypedDict):
    """A member once the document stands."""

    id: str
    tier: NotRequired[str]
    balances: list[Balance]


class Redeemable(TypedDict):
    """What could be redeemed here now.

    Of a product it is all that the member has; ``spendable_here`` is there when less than
    ``max_points`` is here: head office is asked for the rest when it is set aside.
    """

    reward: str
    max_points: int
    step: int
    value_minor_per_step: int
    spendable_here: NotRequired[int]


class Recommended(TypedDict):
    """The one thing to offer."""

    reward: str
    points: int
    words: str


class Notice(TypedDict):
    """Something the cashier may want to know."""

    words: str


class ScanAnswer(TypedDict):
    """What was scanned. ``kind`` says which of the other fields there are."""

    kind: str
    session: str
    member: NotRequired[ShownMember | None]
    redeemable: NotRequired[list[Redeemable]]
    recommended: NotRequired[Recommended | None]
    reason: NotRequired[str]
    gtin: NotRequired[str | None]
    number: NotRequired[str]
    code: NotRequired[str]
    voucher: NotRequired[VoucherAnswer | None]
    brand: NotRequired[str]
    last4: NotRequired[str]
    notices: NotRequired[list[Notice]]
    holds: NotRequired[list[str]]


class MemberAnswer(TypedDict):
    """A member, looked up."""

    member: ShownMember
    redeemable: list[Redeemable]
    recommended: Recommended | None


class Discount(TypedDict):
    """Money off a line, and the rule that gave it; ``values``: which step, what terms."""

    line: str
    amount_minor: int
    rule: str
    words: str
    values: NotRequired[dict[str, int | str]]


class NotUsed(TypedDict):
    """A rule or coupon that gave nothing, and why."""

    rule: str
    words: str
    values: dict[str, int | str]


class Promised(TypedDict):
    """Points an open basket would earn by one rule."""

    unit: str
    points: int
    rule: str
    words: str
    state: State
    active_from: str


class Earned(TypedDict):
    """Points a line earned by one rule."""

    unit: str
    points: int
    line: str
    rule: str
    words: str
    state: State


class SaleQuote(TypedDict):
    """What an open basket would bring."""

    quote: str
    discounts: list[Discount]
    earned: list[Promised]
    not_used: list[NotUsed]
    redeemable: list[Redeemable]
    total_minor: int
    coupons: NotRequired[list[CouponUsed]]
    payable_minor: NotRequired[dict[str, int]]


class HoldAnswer(TypedDict):
    """Points set aside; name the hold in the sale and in its tender."""

    hold: str
    points: int
    value_minor: int
    source: Literal["allowance"]
    released_at_latest: Literal["day_close"]


class ReleaseAnswer(TypedDict):
    """Points that are no longer set aside."""

    hold: str
    state: Literal["released"]
    points: int
    value_minor: NotRequired[int]


class Issued(TypedDict):
    """A coupon given once (a promise until head office confirms it), or a new gift card."""

    kind: str
    code: str
    expires: str | None
    symbology: str
    amount_minor: NotRequired[int]


class Receipt(TypedDict):
    """What the loyalty slip shows; ``number`` is its barcode, ``proof`` its QR code."""

    number: str
    proof: str
    slip: list[str]


class SaleAnswer(TypedDict):
    """A booked sale."""

    record: str
    member: MemberAfter | None
    earned: list[Earned]
    discounts: list[Discount]
    not_used: list[NotUsed]
    issued: list[Issued]
    receipt: Receipt
    notices: NotRequired[list[Notice]]
    coupons: NotRequired[list[CouponUsed]]
    returned: NotRequired[dict[str, JsonValue]]
    more_returned: NotRequired[list[dict[str, JsonValue]]]


class Dropped(TypedDict):
    """The sale in progress is no more; its holds are released."""

    state: Literal["dropped"]
    released: list[str]


class DocumentOut(TypedDict):
    """A natural key."""

    store: str
    workstation: str
    business_day: str
    number: str
    kind: DocumentKind


class ReceiptLine(TypedDict):
    """A line, and what of it may still come back."""

    line: str
    sku: str
    quantity: str
    net_minor: int
    left_quantity: str
    left_minor: int


class MemberNamed(TypedDict):
    """Whose sale it was."""

    id: str


class ReceiptAnswer(TypedDict):
    """The sale that a slip's number stands for."""

    record: str
    number: str
    document: DocumentOut
    at: str
    currency: str
    total_minor: int
    member: MemberNamed | None
    lines: list[ReceiptLine]
    reversed_by: list[str]


class SignInAnswer(TypedDict):
    """A one-time code: ``url`` opens the page with it, within ``valid_s`` seconds."""

    url: str
    code: str
    page: Literal["cashier", "customer"]
    valid_s: int


class SyncAnswer(TypedDict):
    """What a contact with head office did; ``waiting`` records it still lacks.

    The last four are there when it was asked to reconcile.
    """

    complete: bool
    pushed: int
    grants: int
    buckets: int
    waiting: int
    problem: NotRequired[str]
    hint: NotRequired[str]
    agrees: NotRequired[bool]
    accounts: NotRequired[int]
    records: NotRequired[int]
    differs: NotRequired[list[str]]
