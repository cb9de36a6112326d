"""New card numbers: the ranges that head office allotted to this life, and a free one.

Ranges are kept beside the journal and can be had again by asking; which numbers are used
follows from the cards that are known, by their tokens.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import TypeAdapter, ValidationError

from rules.members.card_numbers import card_number
from sync.till.book.book import TillBook
from sync.wire.keys.tokens import card_token
from sync.wire.messages import NumberRange

NUMBERS_LOW: Final = 20
"""With fewer free ones than this the till asks for another range."""

_RANGES: Final = TypeAdapter(tuple[NumberRange, ...])
_CHANCE_BYTES: Final = 8


def keep_numbers(book: TillBook, ranges: Sequence[NumberRange]) -> None:
    """Keep the ranges allotted to the life that writes; again changes nothing."""
    known = number_ranges(book)
    if set(ranges) - set(known):
        every = tuple(dict.fromkeys((*known, *ranges)))
        book.journal.set_mark(_mark(book), _RANGES.dump_json(every).decode())


def number_ranges(book: TillBook) -> tuple[NumberRange, ...]:
    """Return the ranges of the life that writes."""
    try:
        return _RANGES.validate_json(book.journal.mark(_mark(book)))
    except ValidationError:
        return ()


def new_number(book: TillBook) -> str:
    """Return a card number that nobody has; empty when there is none left.

    Chance picks it: a number that is handed out says nothing of the next one.
    """
    free = free_numbers(book)
    if not free:
        return ""
    return free[int.from_bytes(book.journal.entropy(_CHANCE_BYTES)) % len(free)]


def free_numbers(book: TillBook) -> tuple[str, ...]:
    """Return the allotted numbers that no known card has."""
    return tuple(number for number in _numbers(book) if not is_used(book, number))


def is_used(book: TillBook, number: str) -> bool:
    """Say whether a number is on a card that is known here."""
    return book.cards.card(card_token(book.keys.token, number)) is not None


def used_number(book: TillBook, token: bytes) -> str:
    """Return the number allotted to this life that a token stands for; empty if none."""
    for number in _numbers(book):
        if card_token(book.keys.token, number) == token:
            return number
    return ""


def ranges_told(book: TillBook) -> int:
    """Return what a pull says of numbers: how many ranges there are, -1 if that will do."""
    if len(free_numbers(book)) >= NUMBERS_LOW:
        return -1
    return len(number_ranges(book))


def _numbers(book: TillBook) -> Iterator[str]:
    for allotted in number_ranges(book):
        for at in range(allotted.first, allotted.first + allotted.count):
            yield card_number(allotted.prefix, allotted.length, at)


def _mark(book: TillBook) -> str:
    return f"numbers {book.journal.life}"
