"""What a new version takes from members who counted on the old one."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Final

from agent.programmes.checking.finding import Finding, Part, Question, parts
from rules.conditions.counters import Cap, Uses
from rules.ground.sentence import Sentence, Value
from rules.programme import Programme

_MORE_IS_BETTER: Final = frozenset(
    {"points", "factor", "percent", "amount_minor", "value_minor_per_step", "max_share"}
    | {"cap_minor", "expires_months", "expires_days", "grace_days", "valid_days"}
    | {"get", "get_minor", "times_max", "max_pieces", "percent_max", "duration_days"}
    | {"duration_months", "extend_days", "expires_inactive_months", "max_units", "times"}
    | {"window_days", "window_months", "max_balance_minor", "max_top_up_minor"}
    | {"max_day_minor"}
)
_LESS_IS_BETTER: Final = frozenset(
    {"step_minor", "min_basket_minor", "from_minor", "from_count", "pending_days", "buy"}
    | {"minimum", "minimum_minor", "minimum_pieces", "min_pieces", "pieces", "spend_minor"}
    | {"price_minor", "price_points", "from_value", "step"}
)
_NOTHING_IS_ENDLESS: Final = frozenset(
    {"cap_minor", "expires_months", "expires_days", "expires_inactive_months"}
    | {"max_balance_minor", "max_top_up_minor", "max_day_minor"}
)
_ZERO_IS_ENDLESS: Final = frozenset({"times_max", "max_pieces", "max_units"})
_ABOUT: Final = frozenset(
    {"categories", "skus", "tiers", "stores", "regions", "channels", "weekdays"}
    | {"segments", "groups", "tenders", "codes", "dates"}
)
_NOT_ABOUT: Final = frozenset({"not_categories", "not_skus", "not_segments"})
_WORSE_TO_THE_RIGHT: Final[dict[str, tuple[object, ...]]] = {
    "enabled": (True, False),
    "first_purchase": (False, True),
    "members": (None, True),
    "partial": (True, False),
    "same_product": (False, True),
    "choose": ("dearest", "cheapest"),
    "stacking": ("always", "with", "never"),
    "downgrade": ("none", "one_level", "full"),
    "falls": ("at_end", "at_once"),
    "duration_end": ("year", "half_year", "quarter", "month", "week", "day", None),
    "percents_of": ("price", "left"),
    "start": ("now", "next_period"),
    "expires_from": ("active", "earned"),
    "usable": ("at_once", "confirmed"),
    "lost": ("keep", "withdraw"),
}
_LIMITS: Final = frozenset({"caps", "uses"})
_SECTIONS: Final = ("ladder", "gift_cards", "wallet")
_FIXED: Final = ("name", "currency", "zone")
_MEND: Final = Sentence("keep it as it was, or tell your members before it begins")
_GONE: Final = Sentence("it is gone")


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
    for section in _SECTIONS:
        before, after = getattr(old, section), getattr(new, section)
        if before is not None:
            yield from _compared(section, before, after)


def _heading(old: Programme, new: Programme) -> Iterator[Finding]:
    for name in _FIXED:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Finding(
                weight="error",
                check="another_programme",
                place=name,
                says=Sentence(
                    "it was {before} and would be {after}: what members have is counted in "
                    "the old one",
                    before=before,
                    after=after,
                ),
                mend=Sentence(
                    "keep {before}, or begin a programme of its own", before=before
                ),
            )
    if new.version <= old.version:
        yield Finding(
            weight="error",
            check="version_not_higher",
            place="version",
            says=Sentence(
                "it is {version}, and {old} is out already",
                version=str(new.version),
                old=str(old.version),
            ),
            mend=Sentence("write {version}", version=str(old.version + 1)),
        )


def _lost(part: Part) -> Finding:
    if part.section == "units":
        return Finding(
            weight="error",
            check="takes_away",
            place=part.place,
            says=Sentence("it is gone, and members may have some of it"),
            mend=Sentence("keep the unit; take out the rules that earn it"),
        )
    return Finding(
        weight="warning",
        check="takes_away",
        place=part.place,
        says=_GONE,
        mend=_MEND,
    )


def _compared(place: str, old: object, new: object) -> Iterator[Finding]:
    if new is None:
        yield _less(place, _GONE)
        return
    if type(old) is not type(new) or not is_dataclass(old):
        yield _less(place, Sentence("it is of another kind"))
        return
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            yield from _differing(f"{place}, {field.name}", field.name, before, after)


def _differing(place: str, name: str, before: object, after: object) -> Iterator[Finding]:
    if is_dataclass(before):
        yield from _compared(place, before, after)
    elif _holds_items(before) or _holds_items(after):
        yield from _items(place, name, before, after)
    elif _is_worse(name, before, after):
        said = Sentence(
            "it was {before}, now {after}", before=_said(before), after=_said(after)
        )
        yield _less(place, said)


def _holds_items(value: object) -> bool:
    return isinstance(value, tuple) and any(is_dataclass(item) for item in value)


def _items(place: str, name: str, before: object, after: object) -> Iterator[Finding]:
    """Compare lists of parts; tiers are told one by one by their names."""
    old = before if isinstance(before, tuple) else ()
    new = after if isinstance(after, tuple) else ()
    if name == "tiers":
        return
    if name in _LIMITS:
        yield from _limits(place, old, new)
        return
    for number, item in enumerate(old):
        if number >= len(new):
            yield _less(f"{place} {number + 1}", _GONE)
        elif item != new[number]:
            yield from _compared(f"{place} {number + 1}", item, new[number])


def _limits(
    place: str, old: Sequence[Cap | Uses], new: Sequence[Cap | Uses]
) -> Iterator[Finding]:
    """Compare how much, or how often, a member may have something in each period."""
    known = {item.per: item for item in old}
    for item in new:
        if item.per not in known:
            said = Sentence("a limit is new: {what}", what=str(item.per))
            yield _less(place, said)
        elif item != known[item.per]:
            yield from _compared(f"{place} ({item.per})", known[item.per], item)


def _is_worse(name: str, before: object, after: object) -> bool:
    if name in _ABOUT:
        asked, had = set(_names(after)), set(_names(before))
        return bool(asked) and (not had or not had <= asked)
    if name in _NOT_ABOUT:
        return not set(_names(after)) <= set(_names(before))
    if name in _WORSE_TO_THE_RIGHT:
        order = _WORSE_TO_THE_RIGHT[name]
        known = before in order and after in order
        return known and order.index(after) > order.index(before)
    if name in {"last_day", "until_moment"}:
        return bool(after) and (not before or _end(after) < _end(before))
    if name in {"first_day", "from_moment"}:
        return str(after) > str(before)
    return _is_smaller(name, before, after)


def _end(said: object) -> str:
    """Return the last second of a minute, a second as it is; a day compares as one."""
    return f"{said}:59"[: len("2026-12-31T17:30:59")]


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


def _said(value: object) -> Value:
    match value:
        case () | []:
            return Sentence("everything")
        case None | "":
            return Sentence("none")
        case bool():
            return "true" if value else "false"
        case int() | Fraction():
            return value
        case tuple() | list():
            return tuple(map(str, value))
        case _:
            return str(value)


def _less(place: str, says: Sentence) -> Finding:
    return Finding(weight="warning", check="takes_away", place=place, says=says, mend=_MEND)
