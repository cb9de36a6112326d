"""Whether an author knows what coupons spent unasked may cost: the sum must be theirs."""

from collections.abc import Iterator

from rules.currencies import plain_money
from rules.programme import Programme


def exposure(programme: Programme) -> Iterator[str]:
    """Yield a sentence for each coupon whose worst case is not written as it is."""
    currency = programme.currency
    for voucher in programme.vouchers:
        terms = voucher.unasked
        if terms is None or terms.exposure_minor == terms.worst_minor:
            continue
        worst = plain_money(terms.worst_minor, currency)
        day = plain_money(terms.day_minor, currency)
        yield (
            f"voucher {voucher.rule}: it may cost you {worst} at worst, if the line is "
            f"down for {terms.days} days, each of {terms.tills} tills lets coupons of "
            f"{day} a day be spent, and every one of them was spent elsewhere before. If "
            f"you accept that, write exposure_minor = {terms.worst_minor}; else lower "
            f"day_minor or days."
        )
