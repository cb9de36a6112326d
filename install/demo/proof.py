"""The end: what must be true now, asked of both tills and of head office."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from install.demo import cashier
from install.demo.answers import Answer, Json, UnexpectedError, list_at, reach, whole_at
from install.demo.people import Person, people
from install.demo.shop import Shop
from install.demo.stage import Stage
from install.demo.telling import Telling
from install.demo.together import all_at_once, side_by_side

SHOWN_MAX: Final = 5
ASKED: Final = 100
"""How many members are asked for at each till's door, the cast too; the tills and head
office compare every member among themselves."""

Balances = dict[str, dict[str, Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What one till's books say of themselves, and what head office says of them."""

    shop: Shop
    night: Answer
    journal: Json
    balances: Balances


def prove(stage: Stage, telling: Telling) -> None:
    """Ask everybody, and tell each claim with whether it holds."""
    telling.chapter("The night: everybody compares")
    began_ns = time.perf_counter_ns()
    books, office = _ask_everybody(stage)
    telling.step(
        "compare",
        "both tills and head office went through every record and every balance",
        took_us=(time.perf_counter_ns() - began_ns) // 1000,
    )
    for book in books:
        _tell_till(telling, book)
    _tell_both(telling, [book.balances for book in books])
    problems = list_at(office, "problems")
    telling.finding(
        "head office: every chain and signature verifies, the books sum to zero",
        holds=reach(office, "agrees") is True and not problems,
        seen=f"{whole_at(office, 'records')} records of {whole_at(office, 'journals')} "
        f"journals{_listed(problems)}",
    )


def _ask_everybody(stage: Stage) -> tuple[Sequence[Books], Json]:
    shops = stage.shops
    nights = side_by_side(Shop.night, shops)
    journals = [partial(_verify, shop) for shop in shops]
    office, *told = all_at_once(partial(_verify_office, stage), *journals)
    balances = side_by_side(_balances, shops)
    books = [
        Books(shop=shop, night=night, journal=journal, balances=held)
        for shop, night, journal, held in zip(shops, nights, told, balances, strict=True)
    ]
    return books, office


def _verify_office(stage: Stage) -> Json:
    return _parsed(stage.office("verify", "--json", allowed=(0, 1)))


def _verify(shop: Shop) -> Json:
    return _parsed(shop.vafa("journal", "verify", "--json", allowed=(0, 1)))


def _balances(shop: Shop) -> Balances:
    return {person.member: _balance(shop, person) for person in people(ASKED)}


def _tell_till(telling: Telling, books: Books) -> None:
    store = books.shop.store
    differs = books.night.items("differs")
    telling.finding(
        f"{store}: every balance, right, count and hash = head office",
        holds=books.night.at("agrees") is True,
        seen=f"{books.night.whole('accounts')} accounts, {books.night.whole('records')} "
        f"records{_listed(differs)}",
    )
    chains = list_at(books.journal, "chains")
    telling.finding(
        f"{store}: the chain verifies, every balance is its records' sum",
        holds=reach(books.journal, "holds") is True,
        seen=f"{sum(whole_at(chain, 'records') for chain in chains)} records, "
        f"{whole_at(books.journal, 'differences')} balances differ",
    )


def _tell_both(telling: Telling, balances: Sequence[Balances]) -> None:
    first, *others = balances
    apart = [
        member for member, held in first.items() if any(o[member] != held for o in others)
    ]
    telling.finding(
        f"both tills show the same balance, asked for {ASKED} members",
        holds=not apart and len(first) == ASKED,
        seen=f"{len(first) - len(apart)} of {len(first)}{_listed(sorted(apart))}",
    )


def _balance(shop: Shop, person: Person) -> dict[str, Json]:
    found = shop.pos.get("/v1/members", card=person.card).accepted()
    shown = cashier.balance(found.at("member"))
    # What may be spent here differs from till to till, and must.
    return {name: value for name, value in shown.items() if name != "spendable_here"}


def _parsed(printed: str) -> Json:
    try:
        value: Json = json.loads(printed)
    except ValueError as error:
        raise UnexpectedError(f"A command printed no JSON: {printed[:200]}") from error
    return value


def _listed(found: Sequence[Json]) -> str:
    shown = [str(item) for item in found[:SHOWN_MAX]]
    return f"; wrong: {', '.join(shown)}" if shown else ""
