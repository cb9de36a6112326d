"""The wizard: proposes a template from a few receipts, and says what it is unsure of."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from agent.pos.intakes.tap.clock import (
    Sample,
    dates_of,
    doubts_of,
    moment_in,
    times_of,
)
from agent.pos.intakes.tap.guesses import (
    CARD_WORDS,
    CASHIER_WORDS,
    LETTERS,
    NUMBER_WORDS,
    ORIGINAL_WORDS,
    TENDER_WORDS,
    WORDS,
    WORKSTATION_WORDS,
    holds,
)
from agent.pos.intakes.tap.likeness import Likeness, likeness
from agent.pos.intakes.tap.template import Is
from agent.pos.intakes.written.moments import MomentFormat
from agent.pos.intakes.written.numbers import Point
from agent.pos.intakes.written.words import source
from drivers.guard.digits import ascii_digits

_SPACES: Final = re.compile(r"\s+")
_LONG_NUMBER: Final = re.compile(r"[0-9](?:[ -]?[0-9]){6,}")
_DECIMALS: Final = re.compile(r"[0-9]([.,])[0-9]{2}(?![0-9])")
_ENDS_IN_AMOUNT: Final = re.compile(
    r"(?P<amount>[-+(]?[^\w\s]?[0-9][0-9.,']*\)?-?)(?P<mark>\s+[A-Z*]{1,2})?$"
)
_CODE: Final = (
    r"(?:[\s:#.-]*(?:no|nr|num|number|id|card|receipt|invoice|bill|resit|شماره)(?![^\W\d_]))*"
    r"[\s:#.-]*([0-9A-Za-z/-]*[0-9][0-9A-Za-z/-]*)"
)
_WORD: Final = r"[\s:#.-]*(\S+)"
_MARKED: Final[frozenset[Is]] = frozenset(
    {"copy", "training", "suspended", "cancelled", "void", "refund", "other"}
)
_ITEMS: Final[tuple[tuple[str, ...], ...]] = (
    ("{name}", "{quantity} x {price} {amount}"),
    ("{name}", "{quantity} @ {price} {amount}"),
    ("{name}", "{quantity} * {price} {amount}"),
    ("{sku} {name}", "{quantity} x {price} {amount}"),
    ("{name} {quantity} x {price} {amount}",),
    ("{name} {quantity} @ {price} {amount}",),
    ("{quantity} x {name} {amount}",),
    ("{quantity}x {name} {amount}",),
    ("{name} {amount}",),
    ("{name} {amount} {any}",),
)
"""How POS print items, the most telling first."""


_USUAL_DATE: Final = MomentFormat("DD/MM/YYYY")
_USUAL_TIME: Final = MomentFormat("hh:mm")


@dataclass(slots=True)
class Proposal:
    """A template as TOML with comments, and what a person should look at."""

    point: Point = "."
    date: MomentFormat = _USUAL_DATE
    time: MomentFormat = _USUAL_TIME
    cents: bool = False
    tenders: dict[str, str] = field(default_factory=dict)
    rules: list[tuple[Is, tuple[str, ...], str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def add(self, kind: Is, *like: str, seen: str = "") -> None:
        """Propose a rule once; ``seen`` is a line that it is for."""
        if like and all(each for each in like) and (kind, like) not in self._known():
            self.rules.append((kind, like, seen))

    def text(self) -> str:
        """Write it as TOML."""
        lines = [
            "# Proposed by `vafa tap-template`: look through it, then try it with",
            "# vafa intake FILE --format tap --template THIS --dry-run",
            *(f"# NOT SURE: {doubt}" for doubt in self.doubts),
            f"date = {json.dumps(self.date.text)}",
            f"time = {json.dumps(self.time.text)}",
            f"calendar = {json.dumps(self.date.calendar)}",
            f"decimal = {json.dumps(self.point)}",
            f"cents = {json.dumps(self.cents)}",
        ]
        for kind, like, seen in self.rules:
            told = json.dumps(like[0] if len(like) == 1 else list(like), ensure_ascii=False)
            lines += ["", "[[rules]]", f'is = "{kind}"', f"like = {told}"]
            if seen:
                lines[-1] += f"    # {_shown(seen)}"
        lines += ["", "[tenders]"] if self.tenders else []
        lines += [
            f"{json.dumps(theirs, ensure_ascii=False)} = {json.dumps(ours)}"
            for theirs, ours in self.tenders.items()
        ]
        return "\n".join([*lines, ""])

    def _known(self) -> set[tuple[Is, tuple[str, ...]]]:
        return {(kind, like) for kind, like, _ in self.rules}


def propose(samples: Sequence[Sample]) -> Proposal:
    """Look at receipts, line by line, and propose what each kind of line is like."""
    told = [[ascii_digits(line).strip() for line in sample] for sample in samples]
    proposal = Proposal()
    _numbers(told, proposal)
    _clock(told, proposal)
    _marks(told, proposal)
    _heads(told, proposal)
    _moneys(told, proposal)
    _items(told, proposal)
    if len(told) < 3:  # noqa: PLR2004  # three show what changes from one to the next
        proposal.doubts.append("fewer than three receipts: what changes is guessed")
    return proposal


def _numbers(samples: Sequence[Sample], proposal: Proposal) -> None:
    points = [found[1] for line in _all(samples) for found in _DECIMALS.finditer(line)]
    commas = points.count(",")
    if commas > len(points) - commas:
        proposal.point = ","
    proposal.cents = bool(points)
    if not points:
        proposal.doubts.append("no amount has cents: is `decimal` what the POS prints?")
    elif 0 < commas < len(points):
        proposal.doubts.append("some amounts have a point and some a comma: see `decimal`")


def _clock(samples: Sequence[Sample], proposal: Proposal) -> None:
    """Choose the formats that are on most receipts."""
    dates, times = dates_of(samples), times_of(samples)
    if not dates or not times:
        proposal.doubts.append("no date with a time was found: write `date` and `time`")
        return
    proposal.date, proposal.time = dates[0], times[0]
    proposal.doubts += doubts_of(samples, dates)


def _marks(samples: Sequence[Sample], proposal: Proposal) -> None:
    """Propose what marks refunds, copies and the like: lines of words alone."""
    for sample in samples:
        for line in sample:
            if _ENDS_IN_AMOUNT.search(line):
                continue
            for kind in WORDS:
                if kind in _MARKED and holds(line, WORDS[kind]):
                    proposal.add(kind, _open(line), seen=line)
                    break
    found = {kind for kind, _, _ in proposal.rules}
    for kind in ("refund", "copy", "void"):
        if kind not in found:
            proposal.doubts.append(
                f"no sample shows how the POS marks a {kind}: add a rule"
            )


def _heads(samples: Sequence[Sample], proposal: Proposal) -> None:
    """Propose the lines that say something of the receipt, one rule for each."""
    date, time = proposal.date, proposal.time
    known: set[str] = set()
    same = _same_numbers(samples)
    for line in _all(samples):
        day, of_day = moment_in(line, date), moment_in(line, time)
        parts: dict[str, str] = {"date": day, "time": of_day}
        if not parts["date"] and _ENDS_IN_AMOUNT.search(line) and not _word_gap(line):
            continue
        parts |= _word_gap(line)
        if parts.get("number") in same:
            # What every receipt says alike is a branch or a tax number, no receipt's.
            del parts["number"]
        gaps = {name: part for name, part in parts.items() if part}
        if "original" in gaps:
            day = gaps.pop("date", "")
            gaps = {"original": gaps["original"]} | ({"original_date": day} if day else {})
        if gaps:
            known |= set(gaps)
            kind: Is = "original" if "original" in gaps else "head"
            proposal.add(kind, _gapped(line, gaps), seen=line)
    if "number" not in known:
        proposal.doubts.append(
            "no receipt number was found: add {number}, or print seconds with the time"
        )
    if "card" not in known:
        proposal.doubts.append(
            "no member's card was found: members are those who are scanned at the till"
        )


def _same_numbers(samples: Sequence[Sample]) -> set[str]:
    """Return what stands as a number on every one of several receipts."""
    if len(samples) == 1:
        return set()
    told = [{_word_gap(line).get("number", "") for line in each} for each in samples]
    return set.intersection(*told)


def _word_gap(line: str) -> dict[str, str]:
    """Return what follows a telling word: at most the number and where or who it was."""
    found: dict[str, str] = {}
    for gap, words, code in (
        ("original", ORIGINAL_WORDS, _CODE),
        ("card", CARD_WORDS, _CODE),
        ("number", NUMBER_WORDS, _CODE),
        ("workstation", WORKSTATION_WORDS, _CODE),
        ("cashier", CASHIER_WORDS, _WORD),
    ):
        word = holds(line, words)
        match = re.search(f"{source(word)}{code}", line, re.IGNORECASE) if word else None
        if match and match[1] not in found.values():
            found[gap] = match[1]
        if gap in {"original", "card"} and gap in found:
            return {gap: found[gap]}
    return found


def _moneys(samples: Sequence[Sample], proposal: Proposal) -> None:
    """Propose the lines of money that are no items, each by the words before it."""
    for kind in WORDS:
        for line in _all(samples):
            amount = _ENDS_IN_AMOUNT.search(line)
            if amount is None or kind in _MARKED or _kind_of(line) != kind:
                continue
            words = line[: amount.start()].strip()
            if kind == "tender":
                _name_tender(words, proposal)
            proposal.add(kind, _money_like(kind, words), seen=line)
    if any(kind == "discount" for kind, _, _ in proposal.rules):
        proposal.doubts.append(
            "a discount is taken off the item above it; else it is a basket_discount"
        )
    if not any(kind == "total" for kind, _, _ in proposal.rules):
        proposal.doubts.append("no total was found: add a rule that `is` one")


def _name_tender(words: str, proposal: Proposal) -> None:
    """Say which of the POS's words are cash and cards."""
    for ours, theirs in TENDER_WORDS.items():
        if holds(words, theirs):
            told = _money_like("tender", words).removesuffix("{amount}").strip()
            name = words.partition(" ")[2] if "{tender}" in told else told
            name = " ".join(name.replace("{any}", " ").split())
            proposal.tenders.setdefault(name, ours)
            return


def _kind_of(line: str) -> Is | None:
    for kind, words in WORDS.items():
        if kind not in _MARKED and holds(line, words):
            return kind
    return None


def _money_like(kind: Is, words: str) -> str:
    gap = "{amount}"
    if kind == "tender":
        return f"{{tender}} {gap}" if not words else _tender(words)
    return f"{_open(words)} {gap}".strip()


def _tender(words: str) -> str:
    """Keep what stands before a tender's own word: ``Paid {tender} {amount}``."""
    first, _, rest = words.partition(" ")
    is_lead = rest and holds(first, ("paid", "tender", "payment")) == first.casefold()
    return f"{first} {{tender}} {{amount}}" if is_lead else f"{_open(words)} {{amount}}"


def _items(samples: Sequence[Sample], proposal: Proposal) -> None:
    """Propose how items stand: as many of the usual ways as are seen above the totals."""
    date, time = proposal.date, proposal.time
    taken = [
        likeness(like[-1], date=date, time=time)
        for kind, like, _ in proposal.rules
        if kind != "item"
    ]
    left = [_unclaimed(sample, taken) for sample in samples]
    for likes in _ITEMS:
        made = [likeness(like, date=date, time=time) for like in likes]
        for lines in left:
            for at in range(len(lines) - len(made) + 1):
                piece = lines[at : at + len(made)]
                fits = all(
                    one.match(line) is not None
                    for one, line in zip(made, piece, strict=True)
                )
                if fits and _are_goods(piece, cents=proposal.cents):
                    proposal.add("item", *likes, seen=" / ".join(map(_short, piece)))
                    lines[at : at + len(made)] = [""] * len(made)
    if not any(kind == "item" for kind, _, _ in proposal.rules):
        proposal.doubts.append("no item was found: add a rule that `is` one")


def _unclaimed(sample: Sample, taken: Sequence[Likeness]) -> list[str]:
    """Return the lines above the total that no rule is for yet; the others are empty."""
    lines = []
    for line in sample:
        if _kind_of(line) == "total" and _ENDS_IN_AMOUNT.search(line):
            break
        is_taken = any(each.match(line) is not None for each in taken)
        lines.append("" if is_taken else line)
    return lines


def _are_goods(piece: Sequence[str], *, cents: bool) -> bool:
    *names, last = piece
    if cents and not _DECIMALS.search(last):
        return False
    plain = all(line and not _ENDS_IN_AMOUNT.search(line) for line in names)
    return (
        plain
        and bool(LETTERS.search(" ".join(piece)))
        and bool(_ENDS_IN_AMOUNT.search(last))
    )


def _all(samples: Sequence[Sample]) -> list[str]:
    return [line for sample in samples for line in sample]


def _open(text: str) -> str:
    """Write a line with any number in it as ``{any}``; two at most, the rest falls away."""
    parts = _SPACES.sub(" ", text).replace("{", " ").replace("}", " ").strip().split(" ")
    told, free = [], 0
    for part in parts:
        if not any(sign.isdigit() for sign in part):
            told.append(part)
        elif not told or told[-1] != "{any}":
            free += 1
            told.append("{any}")
    return " ".join(told) if free <= 2 else " ".join(told[: told.index("{any}") + 1])  # noqa: PLR2004  # as likenesses have it


def _gapped(line: str, gaps: dict[str, str]) -> str:
    """Write a line with gaps for what was found, and ``{any}`` for other numbers."""
    text = line
    for name, part in gaps.items():
        text = text.replace(part, f"\x02{name}\x03", 1)
    pieces = re.split(r"\x02([a-z_]+)\x03", text)
    told = [
        f"{{{piece}}}" if at % 2 else _open(piece) if piece.strip() else piece[:1]
        for at, piece in enumerate(pieces)
    ]
    spaced = [
        f" {each} " if at % 2 == 0 and each.strip() and _is_apart(pieces, at) else each
        for at, each in enumerate(told)
    ]
    return _SPACES.sub(" ", "".join(spaced)).strip()


def _is_apart(pieces: Sequence[str], at: int) -> bool:
    return pieces[at] != pieces[at].strip()


def _shown(line: str) -> str:
    """Write a line as a comment: without long numbers, which may be somebody's card."""
    plain = "".join(sign if sign.isprintable() else " " for sign in line)
    return _SPACES.sub(" ", _LONG_NUMBER.sub("…", plain))


def _short(line: str) -> str:
    return _SPACES.sub(" ", line)
