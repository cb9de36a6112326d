"""Everywhere a payment card's number can be put: the ways in, one after another."""

import copy
import itertools
from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from install.demo.baskets import COFFEE, MUGS, WORKSTATION, Body, Paper, Sold, one_back
from install.demo.people import SARA

PERSIAN_ZERO = 0x06F0


class Inside(Protocol):
    """An object or a list of JSON."""

    def __getitem__(self, step: str | int, /) -> object:
        """Return what is there."""
        ...

    def __setitem__(self, step: str | int, value: object, /) -> None:
        """Put something else there."""
        ...


Leaf = tuple[str | int, ...]


def spellings(number: str) -> tuple[str, ...]:
    """Return a number as people, scanners and phones write it."""
    groups = [number[at : at + 4] for at in range(0, len(number), 4)]
    persian = "".join(chr(PERSIAN_ZERO + int(digit)) for digit in number)
    return (number, " ".join(groups), f"Card {'-'.join(groups)} 12/29", persian)


def scanned(number: str) -> Iterator[bytes]:
    """Yield what a scanner may send that holds the number, good and broken."""
    yield number.encode()
    yield b"]C0" + number.encode()
    yield b"\x02" + number.encode() + b"\x03"
    yield b"+" + number.encode() + b" " + number.encode()
    yield f"https://pay.example/?pan={number}&cvv=123".encode()
    yield b"\xff\xfe" + number.encode() + b"\x00\x07"
    yield number.encode() * 600


def swiped(number: str) -> Iterator[bytes]:
    """Yield what a stripe reader may send: whole tracks, torn ones, both (ISO/IEC 7813)."""
    first = f"%B{number}^TEST/CARD ^29121010000000000000?".encode()
    second = f";{number}=29121010000000000000?".encode()
    yield first + second
    yield second
    yield first[:-1]
    yield b"%E?" + second
    yield b";E?" + first + b"+" + number.encode() + b"=1?"
    yield second[: len(second) // 2]


def documents(paper: Paper) -> Mapping[str, Body]:
    """Return one good body for each call that takes one."""
    sold = Sold(items=(COFFEE, MUGS), card=SARA.card)
    sale = paper.sale(900, sold)
    back = [one_back(MUGS)]
    tenders = [{"tender": "cash", "amount_minor": -1550}]
    refund: Body = {
        "document": paper.document(901, kind="refund"),
        "at": paper.at,
        "cashier": "C2",
        "currency": "MYR",
        "original": {"document": paper.document(1), "proof": "VP1.e30.e30"},
        "lines": back,
        "tenders": tenders,
    }
    return {
        "/v1/scans": {"workstation": "L9", "data": SARA.card, "symbology": "CODE_128"},
        "/v1/quotes": paper.quote((COFFEE, MUGS), card=SARA.card) | {"coupons": ["C-1"]},
        "/v1/redemptions": {
            "workstation": WORKSTATION,
            "card": SARA.card,
            "reward": "points-off",
            "points": 100,
            "quote": "q-L1-1",
        },
        "/v1/sales": sale | {"coupons": ["C-1"], "quote": "q-L1-1", "holds": ["t1.1-1"]},
        "/v1/refunds": refund,
        "/v1/prints": {"card": "C-0", "printer": "paper", "workstation": "L9"},
        "/v1/voids": {
            "workstation": WORKSTATION,
            "document": paper.document(902, kind="void"),
            "original": {"document": paper.document(1)},
            "at": paper.at,
            "cashier": "C7",
        },
    }


def with_number(body: Body, number: str) -> Iterator[Body]:
    """Yield the body with the number in each place: as text, spelt anew, as a number."""
    written = itertools.cycle(spellings(number))
    for leaf in leaves(body):
        yield _put(body, leaf, number)
        yield _put(body, leaf, next(written))
        yield _put(body, leaf, int(number))
    yield {**body, number: "x"}
    yield {**body, "card_number": number}


def leaves(value: object, at: Leaf = ()) -> Iterator[Leaf]:
    """Yield the way to each single value."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from leaves(inner, (*at, name))
        case list():
            for place, inner in enumerate(value):
                yield from leaves(inner, (*at, place))
        case _:
            yield at


def _put(body: Body, leaf: Leaf, value: str | int) -> Body:
    changed = copy.deepcopy(body)
    *way, last = leaf
    inner: object = changed
    for step in way:
        inner = _inside(inner)[step]
    _inside(inner)[last] = value
    return changed


def _inside(value: object) -> "Inside":
    assert isinstance(value, (dict, list))
    # JSON's two kinds of holders are used alike: by key or by place.
    return cast("Inside", value)
