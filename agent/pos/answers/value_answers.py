"""What the till answers about vouchers and money kept with us."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class Worth(TypedDict):
    """What a coupon takes off, and when."""

    kind: str
    percent: NotRequired[str]
    amount_minor: NotRequired[int]
    categories: list[str]
    skus: list[str]
    minimum_minor: int
    cap_minor: int | None


class VoucherAnswer(TypedDict):
    """A voucher as it stands here now; ``spendable_here`` without asking anyone."""

    kind: str
    code: str
    state: Literal["active", "promised", "used", "expired", "blocked"]
    rule: NotRequired[str]
    worth: NotRequired[Worth | None]
    balance_minor: NotRequired[int]
    expires: str | None
    policy: str | None
    home: str | None
    spendable_here: int
    at_office: int
    at_stores: dict[str, int]


class CouponUsed(TypedDict):
    """A coupon that took something off."""

    code: str
    rule: str
    amount_minor: int


class MoneyHoldAnswer(TypedDict):
    """Money set aside; name the hold in its tender. ``available_minor``: before that."""

    hold: str
    tender: Literal["gift_card", "wallet"]
    points: int
    value_minor: int
    available_minor: int
    source: str
    released_at_latest: str


class Restored(TypedDict):
    """Value kept with us that came back: of a gift card, a wallet, a coupon's use.

    ``state`` is there where it waits for the till that it had paid at.
    """

    kind: str
    unit: str
    amount: int
    state: NotRequired[Literal["pending_acceptance"]]
