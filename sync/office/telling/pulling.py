"""A pull: grants and what changed, only for the life in good standing that said hello."""

from sync.office.budgets.setting_aside import set_aside
from sync.office.database.desk import Sitting
from sync.office.returning.noting import notes_for
from sync.office.returning.returned import outcomes_for
from sync.office.telling.budget_parts import deal_budgets
from sync.office.telling.dealing import deal_standing, deal_wanted, not_taken
from sync.office.telling.deltas import changed_since, write_deltas
from sync.office.tills.numbers import allotted
from sync.office.tills.programmes import programmes_for
from sync.office.tills.roster import (
    RosterTill,
    keys_unless,
    known_till,
    office_is_frozen,
    write_till,
)
from sync.wire.messages import Conflict, PullAnswer, PullRequest


def pull(sitting: Sitting, request: PullRequest) -> PullAnswer | Conflict:
    """Deal and repeat grants, and answer with the changes since the till's cursors.

    ``frozen`` says that since our restore nothing is dealt to anyone until every till has
    sent what it has; what was dealt before may be spent.
    """
    till = _in_session(sitting, request)
    if isinstance(till, Conflict):
        return till
    life = till.current
    frozen = office_is_frozen(sitting.connection, sitting.generation)
    set_aside(sitting)
    if not frozen:
        deal_wanted(sitting, life, request.wants, taken=frozenset(request.taken))
        asked = {(want.account, want.unit): want.points for want in request.wants}
        deal_budgets(sitting, life, till.store, wants=asked, others=request.deltas)
    changes, more = (
        changed_since(sitting, request.revisions) if request.deltas else ([], False)
    )
    if changes and not frozen:
        # Only to accounts that are told of anyway: the cursors are about to pass by.
        told = [account for change in changes for account in change.accounts]
        deal_standing(sitting, life, till.store, accounts=told)
    till.last_seen_ms = sitting.now_ms
    write_till(sitting.connection, till)
    return PullAnswer(
        nonce=request.nonce,
        generation=sitting.generation,
        grants=() if frozen else not_taken(sitting, life),
        deltas=write_deltas(sitting, till.till, changes),
        more=more,
        programmes=programmes_for(
            sitting.connection,
            till.edition,
            newest=request.programme,
            held=request.programmes,
        ),
        frozen=frozen,
        now_ms=sitting.now_ms,
        life_keys=keys_unless(sitting.connection, request.life_keys)
        if request.deltas
        else (),
        notes=notes_for(sitting, till.till) if request.deltas else (),
        outcomes=outcomes_for(sitting, till.till, request.outcomes)
        if request.deltas
        else (),
        numbers=allotted(sitting, life, held=request.numbers),
    )


def _in_session(sitting: Sitting, request: PullRequest) -> RosterTill | Conflict:
    till = known_till(sitting, request.till, request.life)
    if not isinstance(till, RosterTill):
        return Conflict(nonce=request.nonce, generation=sitting.generation, reason=till)
    session = (request.session, request.generation)
    if session != (till.session, sitting.generation):
        # One of before a newer hello, or our restore, may be a copy's: it is given nothing.
        return Conflict(
            nonce=request.nonce, generation=sitting.generation, reason="session"
        )
    return till
