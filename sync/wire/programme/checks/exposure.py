"""Whether an author knows what coupons spent unasked may cost: the sum must be theirs."""

from collections.abc import Iterator

from rules.ground.sentence import Amount, Sentence
from rules.programme import Programme
from sync.wire.programme.words import at


def exposure(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each coupon whose worst case is not written as it is."""
    currency = programme.currency
    for voucher in programme.vouchers:
        terms = voucher.unasked
        if terms is None or terms.exposure_minor == terms.worst_minor:
            continue
        said = Sentence(
            "it may cost you {worst} at worst, if the line is down for {days} days, each "
            "of {tills} tills lets coupons of {day} a day be spent, and every one of them "
            "was spent elsewhere before. If you accept that, write "
            "exposure_minor = {minor}; else lower day_minor or days",
            worst=Amount(terms.worst_minor, currency),
            days=terms.days,
            tills=terms.tills,
            day=Amount(terms.day_minor, currency),
            minor=str(terms.worst_minor),
        )
        yield at(f"voucher {voucher.rule}", said)
