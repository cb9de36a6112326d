"""A member did something outside of a sale: kept here, with what the rules give for it.

What it brings the member who did it is given at once; what it brings who referred them,
and what rules give that this till did not know of, head office gives.
"""

from collections import Counter
from dataclasses import replace
from typing import Final

from agent.counter.asked.people_requests import ActivityRequest
from agent.counter.ground.answers import Answer, Value
from agent.counter.ground.desk import Bearer, Desk
from agent.counter.value.issues import issue, issued_out
from rules.campaigns.campaign import Campaigns
from rules.campaigns.draws import draw_of
from rules.conditions.occasion import Occasion
from rules.evaluator import frame_of
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from rules.issues.amounts import is_gift
from rules.issues.happening import Happening, asked_for, pulled_by
from rules.programme import Programme
from rules.sale.basket import Basket
from rules.settling.giving import Gifts, gifts_of
from sync.book.draft import Draft
from sync.wire.records.activities import ActivityFacts, activity_bytes, read_activity
from sync.wire.records.ledger_part import LedgerPart

_TRAINING: Final = "training"


def tell_activity(desk: Desk, request: ActivityRequest) -> Answer | Refusal:
    """Keep what a member did; the same again is the same, wherever it is told."""
    bearer = desk.guard(request) or _who(
        desk, request.card, request.phone, request.workstation
    )
    if isinstance(bearer, Refusal):
        return bearer
    facts = _facts(desk, request, bearer)
    if isinstance(facts, Refusal):
        return facts
    if request.training:
        return _answer(_TRAINING, "training", facts, LedgerPart())
    before = desk.book.journal.document(facts.document)
    stored = desk.book.journal.read(before.record) if before else None
    if stored is None:
        return _write(desk, facts, bearer)
    told = read_activity(stored.facts)
    if told is not None and told.referred_by != facts.referred_by:
        return refuse("wish_differs", record=stored.header.record)
    return _answer(stored.header.record, "told", facts, stored.ledger)


def _write(desk: Desk, facts: ActivityFacts, bearer: Bearer) -> Answer:
    programme = desk.evaluator(desk.now()).programme
    record = desk.book.journal.next_record
    gifts = _gifts(desk, programme, facts, bearer, record=record)
    issued = issue(
        gifts.issues,
        programme.ladder,
        keys=desk.book.keys,
        record=record,
        at=desk.now(),
    )
    ledger = LedgerPart(
        entries=(*gifts.entries, *issued.entries),
        lots=(*gifts.lots, *issued.lots),
        issued=issued.once,
    )
    draft = Draft(
        kind="activity",
        at=desk.now(),
        ledger=ledger,
        facts=activity_bytes(facts),
        key=facts.document,
        programme=programme.version,
        edition=programme.edition,
    )
    return _answer(desk.book.journal.append(draft), "told", facts, ledger)


def _gifts(
    desk: Desk,
    programme: Programme,
    facts: ActivityFacts,
    bearer: Bearer,
    *,
    record: RecordId,
) -> Gifts:
    """Return what rules give who did it, as known here; nothing to who is blocked."""
    standing = bearer.standing
    if standing.status != "active" or "activity" not in asked_for(programme.gifts):
        return Gifts()
    basket = Basket(currency=programme.currency, at=desk.now(), lines=(), store=desk.store)
    occasion = Occasion(frame_of(programme), basket, standing)
    did = Happening(kind="activity", names=(facts.activity,), key=facts.document)
    campaigns = Campaigns(programme.campaigns)
    rules = pulled_by(programme.gifts, did, occasion, campaigns=campaigns)
    owner = (standing.account, record, desk.life)
    return gifts_of(rules, occasion, programme, owner=owner)


def _facts(desk: Desk, request: ActivityRequest, bearer: Bearer) -> ActivityFacts | Refusal:
    referrer = ""
    if request.referred_by is not None:
        found = _who(desk, request.referred_by, None, request.workstation)
        if isinstance(found, Refusal):
            return found
        if found.account == bearer.account:
            return refuse("refers_oneself")
        referrer = found.account
    return ActivityFacts(
        account=bearer.account,
        activity=request.activity,
        key=request.key or "",
        referred_by=referrer,
    )


def _who(
    desk: Desk, card: str | None, phone: str | None, workstation: str
) -> Bearer | Refusal:
    """Return who is meant; whose card does not count, as one who is given nothing here."""
    presented = desk.presented(card, workstation, phone=phone)
    bearer = presented.bearer
    if bearer is None:
        named = card is not None or phone is not None
        return refuse("unknown_member" if named else "no_member")
    if not presented.notice:
        return bearer
    standing = replace(bearer.standing, status="blocked")
    return replace(bearer, view=replace(bearer.view, standing=standing))


def _answer(
    record: str, state: str, facts: ActivityFacts, ledger: LedgerPart
) -> dict[str, Value]:
    gifts = {lot.lot for lot in ledger.lots if is_gift(lot)}
    given: list[Answer] = [
        {"rule": entry.rule, "unit": posting.unit, "points": posting.amount}
        for entry in ledger.entries
        for posting in entry.postings
        if posting.lot in gifts
    ]
    return {
        "record": record,
        "state": state,
        "activity": facts.activity,
        "given": given,
        "tickets": _tickets(ledger),
        "issued": list(issued_out(ledger)),
    }


def _tickets(ledger: LedgerPart) -> list[Value]:
    """Tell how many tickets of each draw were given."""
    tickets: Counter[str] = Counter()
    for entry in ledger.entries:
        for posting in entry.postings:
            if posting.amount > 0:
                tickets[draw_of(posting.unit)] += posting.amount
    return [{"draw": draw, "tickets": count} for draw, count in tickets.items() if draw]
