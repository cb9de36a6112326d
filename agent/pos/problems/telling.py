"""How a problem is told: its register's words, filled, as RFC 9457 has it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from agent.pos.problems.register import PROBLEMS
from agent.pos.problems.wording import Wording
from rules.ground.refusal import Refusal

MEDIA_TYPE: Final = "application/problem+json"
URN: Final = "urn:vafa:problem:"

Values = Mapping[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One refusal or error (RFC 9457). ``instance`` is the record or event meant."""

    code: str
    status: int
    title: str
    detail: str = ""
    hint: str = ""
    instance: str = ""

    def body(self) -> bytes:
        """Return the JSON body; what is empty is left out."""
        said = {
            "type": URN + self.code.replace("_", "-"),
            "code": self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "hint": self.hint,
            "instance": self.instance,
        }
        kept = {name: value for name, value in said.items() if value != ""}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def problem(code: str, *, instance: str = "", **values: int | str) -> Problem:
    """Word a problem; ``values`` fill the gaps of its words.

    A ``detail`` or ``hint`` among them says it better than the register can.
    """
    wording = PROBLEMS.get(code) or Wording(422, code.replace("_", " ").capitalize())
    written = _WRITTEN.get(code)
    detail = written(values) if written else _filled(wording.detail, values)
    return Problem(
        code=code,
        status=wording.status,
        title=wording.title,
        detail=str(values.get("detail", detail)),
        hint=str(values.get("hint", _filled(wording.hint, values))),
        instance=instance,
    )


def of_refusal(refusal: Refusal) -> Problem:
    """Word a decided no; the record among its values is what it is about."""
    values = dict(refusal.values)
    instance = str(values.pop("record", ""))
    return problem(refusal.code, instance=instance, **values)


def _filled(text: str, values: Values) -> str:
    try:
        return text.format_map(values)
    except KeyError:
        return ""


def _where_it_is(values: Values, *, what: str, ending: str = "") -> str:
    """Say in one sentence where value is and what frees it; ``ending`` of its names."""
    here, there = values[f"spendable_here{ending}"], values[f"available{ending}"]
    parts = [f"{here} of {there} {what} are usable here"]
    if values.get(f"at_store{ending}"):
        amount, store = values[f"at_store{ending}"], values["store"]
        parts.append(f"{amount} are held at store {store} until its day closes")
    if values.get(f"at_office{ending}"):
        amount = values[f"at_office{ending}"]
        parts.append(f"{amount} are at head office, which lends them when its line is up")
    return "; ".join(parts) + "."


_WRITTEN: Final[Mapping[str, Callable[[Values], str]]] = {
    "over_allowance": partial(_where_it_is, what="points"),
    "money_elsewhere": partial(_where_it_is, what="(minor units)", ending="_minor"),
}
"""Details that are more than one sentence with gaps."""
