"""How a tap is, told as the other intakes are."""

from typing import Final

from agent.counter.ground.answers import Answer, Value
from agent.pos.intakes.folder import FolderState
from agent.pos.intakes.tap.taps import Tapped
from sync.kit.clock import to_text

_HINT: Final = "port.unusable"


def tap_told(tap: Tapped, state: FolderState) -> Answer:
    """Tell how a tap and what books its receipts are."""
    line = tap.state
    said: dict[str, Value] = {
        "intake": "tap",
        "path": str(tap.spool.places.folder),
        "state": state.state,
        "waiting": state.waiting,
        "files": {"done": state.done, "rejected": state.rejected},
        "documents": dict(state.documents),
        "last": None,
        "tap": {
            "name": line.device,
            "passing": line.is_passing,
            "listening": line.is_listening,
            "to_printer": line.to_printer,
            "to_pos": line.to_pos,
            "waiting": line.waiting,
            "receipts": line.receipts,
            "unheard": line.unheard + tap.spool.dropped,
            "copies": tap.spool.copies,
            "delay_us": line.usual_us,
            "delay_us_max": line.most_us,
        },
    }
    if state.last_at is not None:
        said["last"] = {"file": state.last_name, "at": to_text(state.last_at)}
    if line.fault:
        said |= {"problem": f"{line.fault}.", "hint": line.hint or _HINT}
    elif state.problem:
        said |= {"problem": state.problem, "hint": state.hint}
    return said


def is_troubled(tap: Tapped) -> bool:
    """Say whether somebody should look at a tap."""
    line = tap.state
    return not line.is_passing or not line.is_listening
