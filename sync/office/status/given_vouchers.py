"""The coupons and gift cards that a member was given: their codes, what is left of them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from rules.value.ledger import USES
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, ISSUANCE
from sync.wire.buckets import bucket_of
from sync.wire.keys.vouchers import vouchers_of_code


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenVoucher:
    """A coupon or gift card; ``left`` in uses or minor units, ``expires_ms`` 0: no end."""

    rule: str
    code: str
    is_coupon: bool
    left: int
    expires_ms: int


def given_vouchers(sitting: Sitting, account: str) -> tuple[GivenVoucher, ...]:
    """Return what a member was given once, whoever gave it, by rule and code."""
    rows = sitting.connection.execute(
        select(ISSUANCE.c.rule, ISSUANCE.c.code, ISSUANCE.c.expires_ms)
        .where(ISSUANCE.c.bucket == bucket_of(account), ISSUANCE.c.account == account)
        .order_by(ISSUANCE.c.rule, ISSUANCE.c.code)
    )
    return tuple(
        given
        for rule, code, expires_ms in rows
        if (given := _given(sitting, rule, code, expires_ms)) is not None
    )


def _given(sitting: Sitting, rule: str, code: str, expires_ms: int) -> GivenVoucher | None:
    for account, unit in vouchers_of_code(code, sitting.keys.token_key):
        left = sitting.connection.scalar(
            select(func.sum(BALANCE.c.amount)).where(
                BALANCE.c.bucket == bucket_of(account),
                BALANCE.c.account == account,
                BALANCE.c.unit == unit,
            )
        )
        if left is not None:
            return GivenVoucher(
                rule=rule,
                code=code,
                is_coupon=unit == USES,
                left=int(left),
                expires_ms=expires_ms,
            )
    return None
