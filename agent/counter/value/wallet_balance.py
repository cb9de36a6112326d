"""What a member's wallet holds, as answers tell it beside the points."""

from collections.abc import Iterable

from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, Place
from rules.value.ledger import HOUSE, PENDING, Entry
from rules.vouchers.money import VALUE_TENDERS, WALLET
from sync.till.book.units import unit_view


def is_kept_with_us(tender: str) -> bool:
    """Say whether a tender is value that we keep: points, a gift card, a wallet."""
    return tender in VALUE_TENDERS


def wallet_out(
    desk: Desk,
    account: AccountId,
    evaluator: Evaluator | None,
    entries: Iterable[Entry] = (),
) -> tuple[Answer, ...]:
    """Write a member's wallet once these entries stand; nothing without one.

    Members of a programme with wallets have one, if an empty one.
    """
    if evaluator is None or evaluator.programme.wallet is None:
        return ()
    view = unit_view(desk.book, account, WALLET)
    available = view.available if view else 0
    pending = view.pending if view else 0
    here = view.spendable_here if view else 0
    own = Place(desk.life)
    for posting in (posting for entry in entries for posting in entry.postings):
        if (posting.account, posting.unit) != (account, WALLET) or posting.place == HOUSE:
            continue
        if posting.place == PENDING:
            pending += posting.amount
        else:
            available += posting.amount
        here += posting.amount if posting.place == own else 0
    return (
        {
            "unit": WALLET,
            "available": available,
            "pending": pending,
            "spendable_here": here,
            "value_minor": available,
        },
    )
