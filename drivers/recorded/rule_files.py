"""Profiles and programmes as JSON: the ``meta`` block of a file of recorded exchanges."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from drivers.dialects.em125 import Em125
from drivers.dialects.stx_etx import StxEtx
from drivers.framing.lines import LineRules
from drivers.guard.recognition import CardRange, EanRule, Recognition, TextRule
from drivers.kinds.profiles import (
    PACKET_PROFILES,
    PROFILES,
    PacketProfile,
    Profile,
    ScannerProfile,
    StripeProfile,
)
from drivers.symbology import Symbology

Json = Mapping[str, object]

_DIALECTS = {
    "ssi": "ssi",
    "newland": "newland_bin",
    "menu_reply": "menu_reply",
    "uic": "msr_uic",
    "idtech_bin": "idtech_bin",
    "pn532": "pn532",
    "acr122s": "acr122s",
    "hidpos": "hidpos",
    "escpos_tap": "escpos_tap",
    "pole_tap": "pole_tap",
}
"""Framers without settings, and the profile of ours that has each."""


class RuleFault(Exception):
    """The rules cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Profiles and programmes by name; ours where the file names none."""

    profiles: Mapping[str, Profile] = field(default_factory=lambda: PROFILES)
    programmes: Mapping[str, Recognition] = field(default_factory=dict)


def read_rules(text: str) -> Rules:
    """Read a ``meta`` block (``{"profiles": …, "programs": …}``); RuleFault if unusable."""
    try:
        told: object = json.loads(text)
        block = _mapping(told)
        block = _mapping(block["meta"]) if "meta" in block else block
        profiles = _mapping(block.get("profiles", {}))
        programmes = _mapping(block.get("programs", {}))
        return Rules(
            profiles={
                **PROFILES,
                **{n: _profile(n, _mapping(row)) for n, row in profiles.items()},
            },
            programmes={n: _programme(_mapping(row)) for n, row in programmes.items()},
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise RuleFault(f"the rules cannot be read: {error}") from error


def _profile(name: str, row: Json) -> Profile:
    framer = _text(row.get("framer", ""))
    if framer in _DIALECTS:
        return PACKET_PROFILES[_DIALECTS[framer]]
    build = _BUILDERS.get(framer)
    if build is None:
        raise ValueError(f"profile {name!r} has no framer that is known: {framer!r}")
    return build(name, row)


def _line(name: str, row: Json) -> Profile:
    known = PROFILES.get(name)
    usual = LineRules()
    if "term" not in row and "idle_ms" not in row and isinstance(known, ScannerProfile):
        usual = known.lines
    lines = LineRules(
        ends=_ends(_text(row["term"])) if "term" in row else usual.ends,
        idle_ms=_number(row.get("idle_ms", usual.idle_ms)),
        idle_is_end=bool(row.get("idle_is_end", usual.idle_is_end)),
        whole=known.lines.whole if isinstance(known, ScannerProfile) else None,
    )
    return ScannerProfile(
        lines=lines,
        code_ids=_code_ids(row),
        answers=isinstance(known, ScannerProfile) and known.answers,
        acknowledges=bool(row.get("acknowledges", False)),
    )


def _stripe(name: str, row: Json) -> Profile:
    del name  # a stripe reader is all that its row says
    usual = 200 if row.get("per_track_cr") else 0
    return StripeProfile(group_ms=_number(row.get("group_ms", usual)))


def _stx_etx(name: str, row: Json) -> Profile:
    del name  # as above
    return PacketProfile(dialect=partial(StxEtx, code_ids=_code_ids(row)))


def _em125(name: str, row: Json) -> Profile:
    del name  # as above
    absent_ms = _number(row.get("absent_ms", 300))
    return PacketProfile(dialect=partial(Em125, absent_ms=absent_ms))


_BUILDERS: Mapping[str, Callable[[str, Json], Profile]] = {
    "line": _line,
    "msr": _stripe,
    "stxetx": _stx_etx,
    "em125": _em125,
}


def _programme(row: Json) -> Recognition:
    return Recognition(
        cards=tuple(
            CardRange(_text(card["prefix"]), _number(card["length"]), _class(card))
            for card in _rows(row, "member_iins")
        ),
        texts=tuple(
            TextRule(_text(rule["regex"]), _class(rule))
            for rule in _rows(row, "text_rules")
        ),
        eans=tuple(_ean_rule(rule) for rule in _rows(row, "ean_rules")),
    )


def _ean_rule(row: Json) -> EanRule:
    class_name = _class(row)
    return EanRule(
        prefix=_text(row["prefix"]),
        class_name=class_name,
        measure=_measure(row.get("measure"), class_name),
        whole_digits=_number(row.get("int", 3)),
    )


def _measure(told: object, class_name: str) -> Literal["weight", "price", "percent"] | None:
    match told:
        case "weight" | "price" | "percent":
            return told
        case None:
            # Discount labels hold their percentage behind the prefix.
            return "percent" if class_name == "discount" else None
        case _:
            raise ValueError(f"no code measures {told!r}")


def _ends(pattern: str) -> bytes:
    """Give the bytes that a pattern of one character matches."""
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise ValueError(f"an end is not a pattern: {pattern!r}") from error
    ends = bytes(byte for byte in range(128) if compiled.fullmatch(chr(byte)))
    if not ends:
        raise ValueError(f"no character ends a line: {pattern!r}")
    return ends


def _code_ids(row: Json) -> Mapping[str, Symbology]:
    letters = _mapping(row.get("codeid", {}))
    return {letter: Symbology(_text(name)) for letter, name in letters.items()}


def _class(row: Json) -> str:
    return _text(row.get("class", "member"))


def _rows(row: Json, name: str) -> list[Json]:
    rows = row.get(name, [])
    if not isinstance(rows, list):
        raise TypeError(f"{name} is no list")
    return [_mapping(one) for one in rows]


def _mapping(value: object) -> Json:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return {str(name): one for name, one in value.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**6:
        raise TypeError("a number from nought was expected")
    return value
