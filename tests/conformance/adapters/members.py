"""``merge.sum``: accounts of one member become one."""

from agent.programmes.book import HERE, MemoryBook
from rules.ground.ids import AccountId, LotId, RecordId
from rules.members.merging import merged
from rules.value.ledger import HOUSE, HOUSE_OPENING, POINTS, Entry, Lot, Posting
from tests.conformance.engine import AT
from tests.conformance.given import Given, InexpressibleError


def merge(given: Given) -> dict[str, object]:
    """Move what each further account has to the first one."""
    book = MemoryBook()
    accounts = [
        _opened(book, number, points)
        for number, points in enumerate(given.wholes("members"), start=1)
    ]
    if not accounts:
        raise InexpressibleError("members: one at least")
    first = accounts[0]
    for number, account in enumerate(accounts[1:], start=1):
        standing = [
            (book.lots[lot], place, amount)
            for (lot, place), amount in book.balances(account).items()
        ]
        moved = merged(standing, first, record=RecordId(f"o.1-{number}"))
        book.post((*moved.leaving, *moved.arriving), moved.lots)
    left = [account for account in accounts if book.balances(account)]
    return {
        "balance": sum(book.amount(account, POINTS) for account in left),
        "cards_left": len(left) or 1,
    }


def _opened(book: MemoryBook, number: int, points: int) -> AccountId:
    account = AccountId(f"m-{number}")
    lot = Lot(
        lot=LotId(f"t1.1-{number}/1"),
        account=account,
        unit=POINTS,
        rule="",
        earned_at=AT,
        active_from=AT,
        expires=None,
    )
    own = Posting(account, POINTS, points, lot.lot, HERE)
    house = Posting(HOUSE_OPENING, POINTS, -points, LotId(""), HOUSE)
    book.post([Entry("opening", "", (own, house))], [lot])
    return account
