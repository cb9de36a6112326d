"""What head office posts when vouchers that a sale gave go back with it."""

from rules.programme import ShortfallPolicy
from rules.refund.shortfall import gift_money_owed
from rules.value.ledger import AVAILABLE, HOUSE_VOUCHERS, USES
from sync.book.given import Object, whole
from sync.core.kept_value import Given
from sync.office.journals.open_book import OpenBook
from sync.office.returning.return_entries import Written


def voucher_taken(
    book: OpenBook,
    given: Given,
    amount: int,
    *,
    policy: ShortfallPolicy,
    said: Object,
) -> tuple[Written, int]:
    """Return what takes back a voucher, and how much that is.

    Of a coupon its use, if it is there. Of a gift card what is left of it; what was spent
    stays owed on the card, as far as the policy and what the return says leave it owed.
    Below zero ``amount``: what was taken and should not have been goes back.
    """
    written = Written()
    piece = (given.account, given.unit, given.lot)
    there = max(0, book.amount(*piece, AVAILABLE))
    taken = min(amount, there)
    if given.unit != USES and amount > there:
        taken += gift_money_owed(
            policy,
            amount - there,
            withheld_minor=whole(said, "for_gifts_minor"),
            approved=bool(said.get("approved", False)),
        )
    written.post("reverse", piece, [(AVAILABLE, -taken)], HOUSE_VOUCHERS)
    return written, taken
