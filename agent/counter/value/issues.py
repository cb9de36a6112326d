"""Vouchers a sale gives once: codes every till would print alike, and their books."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.counter.ground.answers import Answer, Value
from rules.ground.ids import LotId, RecordId, RuleId
from rules.issues.code_prefix import code_prefix
from rules.ladder.places import entered
from rules.ladder.terms import Ladder
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.decisions import Issue, RefundDecision
from rules.value.ledger import HOUSE, HOUSE_VOUCHERS, PENDING, Entry, Lot, Posting
from rules.vouchers.money import MONEY
from sync.core.kept_value import kept_value
from sync.kit.clock import to_ms, to_text
from sync.till.book.identity import TillKeys
from sync.wire.keys.tokens import voucher_code
from sync.wire.keys.vouchers import voucher_of
from sync.wire.records.ledger_part import IssuedOnce, LedgerPart

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
    keys: TillKeys,
    record: RecordId,
    at: datetime,
) -> Issued:
    """Give awards their codes and what they hold, pending until head office confirms."""
    once: list[IssuedOnce] = []
    lots: list[Lot] = []
    entries: list[Entry] = []
    told: list[Answer] = []
    for number, award in enumerate(issues, start=1):
        prefix = code_prefix(award.kind, award.rule, ladder)
        code = voucher_code(keys.voucher, award.key, prefix)
        account, unit = voucher_of(award.kind, code, keys.token)
        lot = Lot(
            lot=LotId(f"{record}/v{number}"),
            account=account,
            unit=unit,
            rule=award.rule,
            earned_at=at,
            active_from=at,
            expires=award.expires,
        )
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
        lots.append(lot)
        entries.append(_filled(lot, award.amount))
        told.append(_told(once[-1], lot, award.amount))
    return Issued(
        once=tuple(once), lots=tuple(lots), entries=tuple(entries), told=tuple(told)
    )


def issued_out(ledger: LedgerPart) -> Iterator[Answer]:
    """Tell the vouchers that a record gave, as the slip does."""
    ends = {lot.account: lot for lot in ledger.lots}
    given = kept_value(ledger.entries, ()).given
    for once, filled in zip(ledger.issued, given, strict=False):
        yield _told(once, ends[filled.account], filled.amount)


def withdrawn(
    standing: Standing,
    ladder: Ladder | None,
    decision: RefundDecision,
    *,
    sold: Iterable[IssuedOnce],
    key: bytes,
) -> tuple[Answer, ...]:
    """Tell the vouchers that a return takes away; head office withdraws them.

    Those of tiers that are lost, and those that were given for the sale (``sold``). Only
    what was not used by then: that, too, only head office knows.
    """
    counts = dict(standing.issued)
    told: list[Answer] = []
    for tier in entered(ladder, decision.tier_after, decision.tier_before):
        given = tier.entry_issue
        if given is not None and counts.get(given.rule):
            code = _code(
                given.kind,
                given.rule,
                counts[given.rule],
                standing,
                ladder=ladder,
                key=key,
            )
            told.append({"kind": given.kind, "code": code, "rule": given.rule})
    told += [
        {"kind": once.kind, "code": once.code, "rule": once.rule}
        for once in sold
        if once.rule in decision.withdrawn
    ]
    return tuple(told)


def issued_codes(
    standing: Standing, programme: Programme | None, *, key: bytes
) -> tuple[str, ...]:
    """Return the codes of vouchers a member was given, of each rule the newest first."""
    ladder = programme.ladder if programme else None
    kinds = {rule.rule: rule.gives.kind for rule in programme.gifts} if programme else {}
    return tuple(
        _code(
            kinds.get(RuleId(rule), _COUPON),
            RuleId(rule),
            number,
            standing,
            ladder=ladder,
            key=key,
        )
        for rule, times in standing.issued
        for number in range(times, max(0, times - OF_RULE_MAX), -1)
    )


def _code(
    kind: str,
    rule: RuleId,
    occurrence: int,
    standing: Standing,
    *,
    ladder: Ladder | None,
    key: bytes,
) -> str:
    award = Issue(
        kind=kind,
        rule=rule,
        account=standing.account,
        occurrence=occurrence,
        expires=None,
    )
    return voucher_code(key, award.key, code_prefix(kind, rule, ladder))


def _filled(lot: Lot, amount: int) -> Entry:
    return Entry(
        "issue",
        lot.rule,
        (
            Posting(lot.account, lot.unit, amount, lot.lot, PENDING),
            Posting(HOUSE_VOUCHERS, lot.unit, -amount, LotId(""), HOUSE),
        ),
    )


def _told(once: IssuedOnce, lot: Lot, amount: int) -> Answer:
    told: dict[str, Value] = {
        "kind": once.kind,
        "code": once.code,
        "expires": to_text(lot.expires) if lot.expires else None,
        "symbology": SYMBOLOGY,
    }
    return told | ({"amount_minor": amount} if lot.unit == MONEY else {})
