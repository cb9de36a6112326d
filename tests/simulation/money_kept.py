"""Money kept with customers: what documents move of it is what was paid and paid with."""

from collections.abc import Sequence
from typing import Final

from agent.counter.asked.requests import SaleRequest
from tests.simulation.shop import Paper
from tests.simulation.union import MONEY, WALLET, BrokenInvariantError, Seen, sold

_LOADED_BY: Final = {MONEY: "gift_card_sale", WALLET: "wallet_top_up"}
_PAID_BY: Final = {MONEY: "gift_card", WALLET: "wallet"}


def moves_what_was_paid(paper: Paper, records: Sequence[Seen]) -> None:
    """Hold what a sale put on cards and into wallets against the lines that say so.

    And what it took from them against its tenders, less what nothing was set aside for. A
    till without a programme does not know that cards are ours, and makes none.
    """
    sale = paper.request
    if not isinstance(sale, SaleRequest):
        return
    for record in (sold(one) for one in records if one.programme):
        for unit, kind in _LOADED_BY.items():
            paid = sum(line.amount_minor for line in sale.lines if line.kind == kind)
            _same(record, f"put into {unit}", paid, -record.house("loaded", unit))
        spent = sum(record.house("redeemed", unit) for unit in _PAID_BY)
        tendered = sum(
            one.amount_minor for one in sale.tenders if one.tender in _PAID_BY.values()
        )
        _same(record, "paid with", tendered - record.unfunded_minor, spent)


def _same(record: Seen, what: str, told: int, moved: int) -> None:
    if told != moved:
        raise BrokenInvariantError(
            "cards and wallets move by what is paid",
            f"{record.record}: {told} {what}, {moved} moved",
        )
