"""A sale that is suspended at one workstation and resumed there or at another one.

Nothing is written: a hold is in the journal already and stays as it is. Only who stands
where, which quote is theirs and to which workstation their holds belong moves, in memory;
after a restart the POS names the card and the hold again, and they are good all the same.
"""

from agent.counter.asked.people_requests import ResumeRequest, SuspendRequest
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from agent.counter.people.scans import session
from agent.counter.value.holds import holds_at
from rules.ground.refusal import Refusal, refuse
from sync.kit.clock import to_text


def suspend(desk: Desk, request: SuspendRequest) -> Answer | Refusal:
    """Take the sale in progress off a workstation: the next customer may step up."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    workstation = request.workstation
    holds = holds_at(desk, workstation)
    told = session(desk, workstation)
    return {
        "suspended": desk.sessions.park(workstation, holds, desk.now()),
        "member": told.get("member"),
        "holds": list(holds),
    }


def resume(desk: Desk, request: ResumeRequest) -> Answer | Refusal:
    """Put a suspended sale on a workstation, which need not be the one it came from."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    parked = desk.sessions.unpark(request.suspended, request.workstation, desk.now())
    if parked is None:
        return refuse("unknown_suspended")
    return {**session(desk, request.workstation), "holds": list(parked.holds)}


def suspended(desk: Desk) -> Answer:
    """Tell the sales that wait to be resumed, at whatever workstation, the newest first."""
    return {
        "suspended": [
            {
                "suspended": name,
                "workstation": parked.workstation,
                "at": to_text(parked.since),
                "member": {"id": parked.session.account, "name": parked.session.name}
                if parked.session
                else None,
                "holds": list(parked.holds),
            }
            for name, parked in desk.sessions.parked()
        ]
    }
