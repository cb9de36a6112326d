"""Value that its owner has and that is not here: head office is asked for it, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.ground.ids import AccountId, Unit
from rules.ground.refusal import Refusal, refuse

_ENDINGS: Final[Mapping[str, str]] = {"over_allowance": "", "money_elsewhere": "_minor"}
"""The refusals by which value is there and not here, and how their amounts' names end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsMore:
    """The allowance here is ``points`` too small: ask head office, then ask again."""

    account: AccountId
    unit: Unit
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where the rest of an account's value is.

    ``at_office`` is what head office may lend, ``in_stores`` what each store holds.
    """

    account: AccountId
    unit: Unit
    at_office: int
    in_stores: Mapping[str, int]


def fetched(refused: Refusal, rest: Elsewhere, *, asked: bool) -> Refusal | NeedsMore:
    """Ask for more once, if more is all that is missing; else say where the rest is.

    ``asked``: head office was asked for more already.
    """
    ending = _ENDINGS.get(refused.code)
    values = dict(refused.values)
    short_by = values.get(f"short_by{ending}")
    if ending is None or not isinstance(short_by, int):
        return refused
    if not asked:
        return NeedsMore(account=rest.account, unit=rest.unit, points=short_by)
    return refuse(refused.code, **values, **_places(rest, ending))


def _places(rest: Elsewhere, ending: str) -> Mapping[str, int | str]:
    """Say what is at head office, and what the store has that holds the most."""
    said: dict[str, int | str] = {f"at_office{ending}": max(0, rest.at_office)}
    stores = sorted(store for store, amount in rest.in_stores.items() if amount)
    if stores:
        store = max(stores, key=lambda name: rest.in_stores[name])
        said |= {"store": store, f"at_store{ending}": rest.in_stores[store]}
    return said
