"""What a new version takes from members who counted on the old one."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Final

from agent.programmes.checking.finding import Finding, Part, Question, parts
from rules.programme import Programme

_MORE_IS_BETTER: Final = frozenset(
    {"points", "factor", "percent", "amount_minor", "value_minor_per_step", "max_share"}
    | {"cap_minor", "expires_months", "expires_days", "grace_days", "valid_days"}
    | {"get", "get_minor", "times_max", "max_pieces", "percent_max", "duration_days"}
    | {"duration_months", "extend_days", "expires_inactive_months", "max_units"}
)
_LESS_IS_BETTER: Final = frozenset(
    {"step_minor", "min_basket_minor", "from_minor", "from_count", "pending_days", "buy"}
    | {"minimum", "minimum_minor", "minimum_pieces", "min_pieces", "pieces", "spend_minor"}
    | {"price_minor", "from_value"}
)
_NOTHING_IS_ENDLESS: Final = frozenset(
    {"cap_minor", "expires_months", "expires_days", "expires_inactive_months"}
)
_ZERO_IS_ENDLESS: Final = frozenset({"times_max", "max_pieces", "max_units"})
_ABOUT: Final = frozenset({"categories", "skus", "tiers", "stores", "regions", "channels"})
_NOT_ABOUT: Final = frozenset({"not_categories", "not_skus", "not_segments"})
_FIXED: Final = ("name", "currency", "zone")
_MEND: Final = "keep it as it was, or tell your members before it begins"


def takes_away(question: Question) -> Iterator[Finding]:
    """Ask what members lose by a change; without an older version nothing."""
    old, new = question.against, question.programme
    if old is None:
        return
    yield from _heading(old, new)
    now = {(part.section, part.name): part for part in parts(new)}
    for part in parts(old):
        other = now.get((part.section, part.name))
        if other is None:
            yield _lost(part)
        else:
            yield from _compared(other.place, part.item, other.item)


def _heading(old: Programme, new: Programme) -> Iterator[Finding]:
    for name in _FIXED:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Finding(
                weight="error",
                check="another_programme",
                place=name,
                says=f"it was {before} and would be {after}: what members have is counted "
                "in the old one",
                mend=f"keep {before}, or begin a programme of its own",
            )
    if new.version <= old.version:
        yield Finding(
            weight="error",
            check="version_not_higher",
            place="version",
            says=f"it is {new.version}, and {old.version} is out already",
            mend=f"write {old.version + 1}",
        )


def _lost(part: Part) -> Finding:
    if part.section == "units":
        return Finding(
            weight="error",
            check="takes_away",
            place=part.place,
            says="it is gone, and members may have some of it",
            mend="keep the unit; take out the rules that earn it",
        )
    return Finding(
        weight="warning",
        check="takes_away",
        place=part.place,
        says="it is gone",
        mend=_MEND,
    )


def _compared(place: str, old: object, new: object) -> Iterator[Finding]:
    if type(old) is not type(new) or not is_dataclass(old):
        yield _less(place, "it is of another kind")
        return
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        if is_dataclass(before) and is_dataclass(after):
            yield from _compared(f"{place}, {field.name}", before, after)
        elif _is_worse(field.name, before, after):
            yield _less(
                f"{place}, {field.name}", f"it was {_said(before)}, now {_said(after)}"
            )


def _is_worse(name: str, before: object, after: object) -> bool:
    if name in _ABOUT:
        return (_names(after) != () and not set(_names(before)) <= set(_names(after))) or (
            not _names(before) and bool(_names(after))
        )
    if name in _NOT_ABOUT:
        return not set(_names(after)) <= set(_names(before))
    if name == "last_day":
        return bool(after) and (not before or str(after) < str(before))
    if name == "first_day":
        return str(after) > str(before)
    return _is_smaller(name, before, after)


def _is_smaller(name: str, before: object, after: object) -> bool:
    if name in _ZERO_IS_ENDLESS:
        before, after = before or None, after or None
    endless = name in _NOTHING_IS_ENDLESS | _ZERO_IS_ENDLESS
    if endless and (before is None or after is None):
        return before is None
    if not isinstance(before, int | Fraction) or not isinstance(after, int | Fraction):
        return False
    if name in _MORE_IS_BETTER:
        return after < before
    return name in _LESS_IS_BETTER and after > before


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _said(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "everything"
    return "none" if value in {None, ""} else str(value)


def _less(place: str, says: str) -> Finding:
    return Finding(weight="warning", check="takes_away", place=place, says=says, mend=_MEND)
