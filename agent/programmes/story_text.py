"""The door for stories: lines that read like a day in, steps or plain sentences out."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent.programmes.story import (
    Activity,
    Coupon,
    Expect,
    GiftCard,
    Later,
    Member,
    Now,
    Refund,
    Sale,
    Step,
    Story,
    StoryFault,
)
from agent.programmes.story_details import HOW_IT_IS_WRITTEN, Details, expectations
from rules.ground.sentence import Sentence

TEXT_BYTES_MAX: Final = 256 * 1024
STEPS_MAX: Final = 2_000
_LINE_MAX: Final = 400
_AMOUNT_MAX: Final = 10_000

_NAME = r"[^\s,:]{1,64}"
_BEGINNINGS: Final = (
    *("Member", "Coupon", "Gift card", "Now", "Later", "Sale", "Quote", "Refund"),
    *("Void", "Activity", "Expect"),
)
_FACTS: Final = (
    *("points", "pending", "tier", "spent", "wallet", "birthday", "joined"),
    *("segment", "no segment", "group", "no group", "attribute", "count"),
    *("blocked", "active"),
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A line that begins at the margin and the indented lines under it."""

    line: int
    text: str
    details: tuple[tuple[int, str], ...]


def read_stories(text: bytes) -> tuple[Story, ...]:
    """Read a file of stories; raise :class:`StoryFault` for anything else, always."""
    if len(text) > TEXT_BYTES_MAX:
        raise StoryFault(
            Sentence("The file is larger than {most} bytes.", most=TEXT_BYTES_MAX),
            hint=HOW_IT_IS_WRITTEN,
        )
    try:
        lines = text.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise StoryFault(
            Sentence("The file is not UTF-8 text."), hint=HOW_IT_IS_WRITTEN
        ) from error
    blocks = tuple(_blocks(lines))
    if len(blocks) > STEPS_MAX:
        raise StoryFault(
            Sentence("It has more than {most} steps.", most=STEPS_MAX),
            hint=HOW_IT_IS_WRITTEN,
        )
    return _stories(blocks)


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Put indented lines under the one before; a # at the margin or after a space ends."""
    block: _Block | None = None
    for number, line in enumerate(lines, start=1):
        if len(line) > _LINE_MAX:
            raise _fault(
                Sentence(
                    "Line {line} is longer than {most} characters.",
                    line=number,
                    most=_LINE_MAX,
                )
            )
        said = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].rstrip()
        if not said.strip():
            continue
        if not said[0].isspace():
            if block is not None:
                yield block
            block = _Block(number, said, ())
        elif block is None:
            raise _fault(
                Sentence("Line {line} is indented, but stands under nothing.", line=number)
            )
        else:
            detail = (number, said.strip())
            block = _Block(block.line, block.text, (*block.details, detail))
    if block is not None:
        yield block


def _stories(blocks: Sequence[_Block]) -> tuple[Story, ...]:
    stories: list[Story] = []
    title, programme = "", ""
    steps: list[Step] = []
    for block in blocks:
        heading = re.fullmatch(r"(Story|Programme):\s*(.+)", block.text)
        if heading is None:
            steps.append(_step(block))
        elif heading[1] == "Programme":
            programme = heading[2]
        else:
            if title or steps:
                stories.append(Story(title=title, programme=programme, steps=tuple(steps)))
            title, steps = heading[2], []
    if not (title or steps):
        raise _fault(Sentence("There is no story in it."))
    stories.append(Story(title=title, programme=programme, steps=tuple(steps)))
    return tuple(stories)


def _step(block: _Block) -> Step:
    for pattern, read in _STEPS.items():
        found = re.fullmatch(pattern, block.text)
        if found is not None:
            return read(block, found.groupdict())
    raise _fault(
        Sentence(
            "Line {line} cannot be understood: '{text}'. A step begins with {known}.",
            line=block.line,
            text=block.text,
            known=_BEGINNINGS,
        )
    )


def _member(block: _Block, found: Mapping[str, str | None]) -> Step:
    facts: list[tuple[str, str]] = []
    for number, text in _listed(block, found["rest"]):
        match = re.fullmatch(
            rf"({'|'.join(_FACTS)})(?:\s+(.+))?",
            text,
        )
        if match is None:
            raise _fault(
                Sentence(
                    "Line {line} says of a member what is not known: '{text}'. Known are "
                    "{known}.",
                    line=number,
                    text=text,
                    known=_FACTS,
                )
            )
        facts.append((match[1], match[2] or ""))
    return Member(line=block.line, name=found["name"] or "", facts=tuple(facts))


def _coupon(block: _Block, found: Mapping[str, str | None]) -> Step:
    _alone(block)
    return Coupon(
        line=block.line,
        code=found["code"] or "",
        rule=found["rule"] or "",
        member=found["member"] or "",
    )


def _gift_card(block: _Block, found: Mapping[str, str | None]) -> Step:
    _alone(block)
    return GiftCard(line=block.line, code=found["code"] or "", amount=found["amount"] or "")


def _now(block: _Block, found: Mapping[str, str | None]) -> Step:
    _alone(block)
    try:
        moment = datetime.fromisoformat(f"{found['day']} {found['time'] or '12:00'}")
    except ValueError as error:
        raise _fault(
            Sentence(
                "Line {line} names no moment; write it like 2026-11-21 10:00.",
                line=block.line,
            )
        ) from error
    return Now(line=block.line, moment=moment)


def _later(block: _Block, found: Mapping[str, str | None]) -> Step:
    _alone(block)
    amount, unit = int(found["amount"] or 0), found["unit"]
    if amount > _AMOUNT_MAX:
        raise _fault(
            Sentence(
                "Line {line} goes further than {most} at once.",
                line=block.line,
                most=_AMOUNT_MAX,
            )
        )
    match unit:
        case "day":
            return Later(line=block.line, days=amount)
        case "week":
            return Later(line=block.line, days=7 * amount)
        case "month":
            return Later(line=block.line, months=amount)
        case "year":
            return Later(line=block.line, months=12 * amount)
        case "hour":
            return Later(line=block.line, by=timedelta(hours=amount))
        case _:
            return Later(line=block.line, by=timedelta(minutes=amount))


def _sale(block: _Block, found: Mapping[str, str | None]) -> Step:
    details = Details(block.details)
    return Sale(
        line=block.line,
        name=found.get("name") or "",
        member=found["member"] or "",
        goods=details.goods(),
        payments=details.payments(),
        coupons=details.many(r"coupon\s+(\S+)"),
        store=details.one(r"store\s+(\S+)", default=""),
        channel=details.one(r"channel\s+(\S+)", default=""),
        expected=details.expected(),
        booked=block.text.startswith("Sale"),
    )


def _refund(block: _Block, found: Mapping[str, str | None]) -> Step:
    details = Details(block.details)
    back = details.back()
    if not back and not block.text.startswith("Void"):
        raise _fault(
            Sentence(
                "Line {line} says nothing that comes back; write '1 x MUG' under it.",
                line=block.line,
            )
        )
    return Refund(
        line=block.line,
        sale=found["sale"] or "",
        back=back,
        approved=details.says(r"approved by .+"),
        expected=details.expected(),
    )


def _activity(block: _Block, found: Mapping[str, str | None]) -> Step:
    return Activity(
        line=block.line,
        activity=found["activity"] or "",
        member=found["member"] or "",
        expected=Details(block.details).expected(),
    )


def _expect(block: _Block, found: Mapping[str, str | None]) -> Step:
    listed = _listed(block, found["rest"])
    return Expect(
        line=block.line, whose=found["whose"] or "", expected=expectations(listed)
    )


_STEPS: Final[Mapping[str, Callable[[_Block, Mapping[str, str | None]], Step]]] = {
    rf"Member (?P<name>{_NAME})(?::\s*(?P<rest>.*))?": _member,
    rf"Coupon (?P<code>{_NAME}) of (?P<rule>{_NAME})(?: for (?P<member>{_NAME}))?": _coupon,
    rf"Gift card (?P<code>{_NAME}):? (?P<amount>[0-9.]+)": _gift_card,
    r"Now (?P<day>\d{4}-\d\d-\d\d)(?: (?P<time>\d\d:\d\d))?": _now,
    r"Later (?P<amount>\d{1,6}) (?P<unit>minute|hour|day|week|month|year)s?": _later,
    rf"Sale (?P<name>{_NAME})(?: by (?P<member>{_NAME}))?:?": _sale,
    rf"Quote(?: for (?P<member>{_NAME}))?:?": _sale,
    rf"(?:Refund|Void) (?:of )?(?:sale )?(?P<sale>{_NAME}):?": _refund,
    rf"Activity (?P<activity>{_NAME}) by (?P<member>{_NAME}):?": _activity,
    rf"Expect (?P<whose>{_NAME}):?\s*(?P<rest>.*)": _expect,
}


def _listed(block: _Block, rest: str | None) -> Iterator[tuple[int, str]]:
    """Yield what a step lists: after its colon and under it, split at commas."""
    for number, text in ((block.line, rest or ""), *block.details):
        yield from ((number, part.strip()) for part in text.split(",") if part.strip())


def _alone(block: _Block) -> None:
    if block.details:
        raise _fault(
            Sentence(
                "Line {line} stands under a step that takes nothing more.",
                line=block.details[0][0],
            )
        )


def _fault(sentence: Sentence) -> StoryFault:
    return StoryFault(sentence, hint=HOW_IT_IS_WRITTEN)
