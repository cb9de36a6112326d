"""Prize draws at head office: the list is closed once, the winners are found once.

What is closed is kept by its hash, so that no other list can be drawn from; a draw that was
held is not held again, and prizes that are coupons are handed out with it.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from rules.campaigns.draws import Draw, Entered, Won, ticket_counter, winners
from rules.ground.ids import AccountId, RuleId
from rules.ground.sentence import Sentence
from sync.kit.clock import to_ms
from sync.kit.faults import Fault
from sync.office.database.desk import Sitting, read_setting, write_setting
from sync.office.database.tables import BALANCE
from sync.office.draws.draw_lists import DrawList
from sync.office.gifts.giving import give_prize
from sync.office.tills.programmes import current

_SETTING = "draw "


class DrawFault(Fault):
    """The draw cannot be closed or held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """The hash of the closed list, and whether it was drawn from."""

    hash: str
    held: bool


def close_draw(sitting: Sitting, name: str) -> DrawList:
    """Close a draw: whatever is entered from now on takes no part.

    Closed again, it must still have the same entries. Raises :class:`DrawFault`.
    """
    programme = current(sitting)
    draws = programme.draws if programme else ()
    draw = next((each for each in draws if each.draw == name), None)
    if draw is None:
        raise DrawFault(
            Sentence("there is no draw {name}", name=name),
            hint=Sentence("Name one of [[draws]] of the programme."),
        )
    state = _state(sitting, name)
    closed = DrawList(
        draw=draw, closed_ms=to_ms(sitting.now), entries=tuple(_entries(sitting, draw))
    )
    if state is not None and state.hash != closed.hash:
        raise DrawFault(
            Sentence(
                "{name} was closed with other entries, its list's hash is {hash}",
                name=name,
                hash=state.hash,
            ),
            hint=Sentence("Use the list that was written when it was closed."),
        )
    if state is None:
        _keep(sitting, name, _State(hash=closed.hash, held=False))
    return closed


def hold_draw(sitting: Sitting, drawn: DrawList, seed: bytes) -> tuple[Won, ...]:
    """Find the winners of a closed draw and hand out the prizes that are coupons.

    Held again, it has the same winners, and nothing is handed out. Raises
    :class:`DrawFault`.
    """
    name = drawn.draw.draw
    state = _state(sitting, name)
    if state is None or state.hash != drawn.hash:
        raise DrawFault(
            Sentence("this list is not the one {name} was closed with", name=name),
            hint=Sentence("Use the list that was written when it was closed."),
        )
    try:
        won = winners(drawn.draw, drawn.entries, seed)
    except ValueError as error:
        raise DrawFault(
            str(error), hint=Sentence("Name the file that holds that seed.")
        ) from error
    if not state.held:
        _hand_out(sitting, drawn.draw, won)
        _keep(sitting, name, _State(hash=state.hash, held=True))
    return won


def _entries(sitting: Sitting, draw: Draw) -> Sequence[Entered]:
    rows = sitting.connection.execute(
        select(BALANCE.c.lot, BALANCE.c.account, func.sum(BALANCE.c.amount))
        .where(BALANCE.c.unit == ticket_counter(draw.draw))
        .group_by(BALANCE.c.lot, BALANCE.c.account)
    )
    return [
        Entered(lot, AccountId(account), int(tickets))
        for lot, account, tickets in rows
        if lot and tickets > 0
    ]


def _hand_out(sitting: Sitting, draw: Draw, won: Sequence[Won]) -> None:
    gives = {prize.prize: prize.gives for prize in draw.prizes}
    prizes = Counter((one.account, gives[one.prize]) for one in won if gives[one.prize])
    for (account, rule), times in sorted(prizes.items()):
        for _ in range(times):
            give_prize(sitting, account, RuleId(rule), draw=draw.draw)


def _state(sitting: Sitting, name: str) -> _State | None:
    kept = read_setting(sitting.connection, f"{_SETTING}{name}", "")
    if not kept:
        return None
    told = json.loads(kept)
    return _State(hash=str(told["hash"]), held=bool(told["held"]))


def _keep(sitting: Sitting, name: str, state: _State) -> None:
    value = json.dumps({"hash": state.hash, "held": state.held})
    write_setting(sitting.connection, f"{_SETTING}{name}", value)
