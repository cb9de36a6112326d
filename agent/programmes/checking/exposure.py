"""What was accepted: how much coupons may cost that tills spend without asking."""

from collections.abc import Iterator

from agent.programmes.checking.finding import Finding, Question
from rules.ground.sentence import Amount, Sentence


def exposure(question: Question) -> Iterator[Finding]:
    """Tell what each such coupon may cost at worst, and what all of them may together."""
    programme = question.programme
    terms = [
        (number, voucher.rule, voucher.unasked)
        for number, voucher in enumerate(programme.vouchers, start=1)
        if voucher.unasked is not None
    ]
    for number, rule, unasked in terms:
        yield Finding(
            weight="warning",
            check="exposure",
            place=f"vouchers {number} ({rule})",
            says=Sentence(
                "without a line it may be spent twice: {one} at one till, and at worst "
                "{worst} at all {tills}, before head office knows",
                one=Amount(unasked.outage_minor, programme.currency),
                worst=Amount(unasked.worst_minor, programme.currency),
                tills=unasked.tills,
            ),
            mend=Sentence("nothing, if that is accepted; else lower day_minor or days"),
        )
    if len(terms) > 1:
        total = sum(unasked.worst_minor for _, _, unasked in terms)
        yield Finding(
            weight="warning",
            check="exposure",
            place="vouchers",
            says=Sentence(
                "all of these together may cost {total}",
                total=Amount(total, programme.currency),
            ),
            mend=Sentence("nothing, if that is accepted"),
        )
