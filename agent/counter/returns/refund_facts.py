"""What a record keeps of a return, decided here or claimed; and how a claim is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.counter.asked.requests import Payment
from agent.counter.ground.answers import Value
from agent.counter.returns.paid_out import points_asked
from agent.counter.returns.returning import Decided
from rules.sale.decisions import ReturnLine
from rules.vouchers.money import UNIT_OF
from sync.book.given import Object, return_lines_out, returned_out
from sync.wire.canonical import Json


def claim_facts(
    lines: Sequence[ReturnLine], tenders: Sequence[Payment], original: str, *, told: bool
) -> Object:
    """Write what head office will decide; without lines all that is left comes back."""
    return _said(
        {
            "lines": return_lines_out(lines),
            "money_due": money_due_out(_kept(tenders)),
            "original": original,
            "points_minor": points_asked(tenders) or 0,
            "tenders_told": told,
            "whole": not lines,
        }
    )


def claimed_out(tenders: Sequence[Payment]) -> dict[str, Value]:
    """Write a return of a sale not known here: no point moves before head office."""
    return {
        "reversed": [],
        "given_back": [],
        "shortfall": {
            "points": 0,
            "policy": "keep_debt",
            "settled": 0,
            "from_refund_minor": 0,
        },
        "withdrawn": [],
        "tier": {"before": "", "after": ""},
        "member": None,
        "to_tenders": [
            {"tender": payment.tender, "amount_minor": -payment.amount_minor}
            for payment in tenders
        ],
    }


def given_facts(decided: Decided, *, told: bool) -> Object:
    """Write what was decided; ``told`` says that the POS told how it paid out."""
    decision, shortfall = decided.decision, decided.shortfall
    found: dict[str, Json] = {
        **returned_out(decision.returned),
        "account": decided.sale.given.account,
        "approved": decided.approved,
        "for_gifts_minor": shortfall.for_gifts_minor,
        "from_refund_minor": shortfall.from_refund_minor,
        "money_back": decided.money.facts(),
        "money_due": money_due_out(decided.money.due),
        "original": decided.sale.key,
        "points_minor": decision.to_points_minor if told else 0,
        "settled": shortfall.settled,
        "tenders_told": told,
    }
    return _said(found)


def money_due_out(due: Iterable[tuple[str, int]]) -> Sequence[Json]:
    """Write what head office is to give back to cards and wallets that had paid."""
    return [{"amount_minor": amount, "tender": tender} for tender, amount in due]


def _kept(tenders: Sequence[Payment]) -> Iterator[tuple[str, int]]:
    """Yield what a POS paid out to money kept with us."""
    for payment in tenders:
        if payment.tender in UNIT_OF and payment.amount_minor < 0:
            yield payment.tender, -payment.amount_minor


def _said(given: Mapping[str, Json]) -> Object:
    """Keep what says something, its names in order."""
    return {name: given[name] for name in sorted(given) if given[name]}
