"""Vouchers a sale gives once: codes every till would print alike, and their books."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.counter.ground.answers import Answer
from rules.decisions import Issue, RefundDecision
from rules.ids import AccountId, LotId, RecordId, RuleId
from rules.issues.code_prefix import code_prefix
from rules.ladder.places import entered
from rules.ladder.terms import Ladder
from rules.ledger import HOUSE, HOUSE_VOUCHERS, PENDING, USES, Entry, Lot, Posting
from rules.standing import Standing
from sync.kit.clock import to_ms, to_text
from sync.wire.ledger_part import IssuedOnce
from sync.wire.tokens import voucher_code

SYMBOLOGY = "QR"
OF_RULE_MAX: Final = 12
"""How many coupons by one rule are looked for: the older ones are used or ended."""

_COUPON: Final = "coupon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Awards given once: for the ledger part, and as the slip tells them."""

    once: tuple[IssuedOnce, ...] = ()
    lots: tuple[Lot, ...] = ()
    entries: tuple[Entry, ...] = ()
    told: tuple[Answer, ...] = ()


def issue(
    issues: Iterable[Issue],
    ladder: Ladder | None,
    *,
    voucher_key: bytes,
    record: RecordId,
    at: datetime,
) -> Issued:
    """Give every award its code and its one use, pending until head office confirms it."""
    once: list[IssuedOnce] = []
    lots: list[Lot] = []
    for number, award in enumerate(issues, start=1):
        code = voucher_code(voucher_key, award.key, code_prefix(award.rule, ladder))
        once.append(
            IssuedOnce(
                key=award.key,
                kind=award.kind,
                rule=award.rule,
                account=award.account,
                code=code,
                expires_ms=to_ms(award.expires) if award.expires else 0,
            )
        )
        lots.append(
            Lot(
                lot=LotId(f"{record}/v{number}"),
                account=AccountId(f"v-{code}"),
                unit=USES,
                rule=award.rule,
                earned_at=at,
                active_from=at,
                expires=award.expires,
            )
        )
    told = tuple(map(_told, once, lots))
    return Issued(
        once=tuple(once), lots=tuple(lots), entries=tuple(map(_one_use, lots)), told=told
    )


def withdrawn(
    standing: Standing, ladder: Ladder | None, decision: RefundDecision, *, key: bytes
) -> tuple[Answer, ...]:
    """Tell the entry coupons of tiers a return takes away; head office withdraws them.

    Only what was not used by then: that, too, only head office knows.
    """
    counts = dict(standing.issued)
    told: list[Answer] = []
    for tier in entered(ladder, decision.tier_after, decision.tier_before):
        given = tier.entry_issue
        if given is not None and counts.get(given.rule):
            award = Issue(
                kind=given.kind,
                rule=given.rule,
                account=standing.account,
                occurrence=counts[given.rule],
                expires=None,
            )
            code = voucher_code(key, award.key, code_prefix(given.rule, ladder))
            told.append({"kind": given.kind, "code": code, "rule": given.rule})
    return tuple(told)


def issued_codes(
    standing: Standing, ladder: Ladder | None, *, key: bytes
) -> tuple[str, ...]:
    """Return the codes of coupons a member was given, of each rule the newest first."""
    return tuple(
        voucher_code(key, award.key, code_prefix(award.rule, ladder))
        for rule, times in standing.issued
        for award in (
            Issue(
                kind=_COUPON,
                rule=RuleId(rule),
                account=standing.account,
                occurrence=occurrence,
                expires=None,
            )
            for occurrence in range(times, max(0, times - OF_RULE_MAX), -1)
        )
    )


def _one_use(lot: Lot) -> Entry:
    return Entry(
        "issue",
        lot.rule,
        (
            Posting(lot.account, lot.unit, 1, lot.lot, PENDING),
            Posting(HOUSE_VOUCHERS, lot.unit, -1, LotId(""), HOUSE),
        ),
    )


def _told(once: IssuedOnce, lot: Lot) -> Answer:
    return {
        "kind": once.kind,
        "code": once.code,
        "expires": to_text(lot.expires) if lot.expires else None,
        "symbology": SYMBOLOGY,
    }
