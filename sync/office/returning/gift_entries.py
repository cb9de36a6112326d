"""What head office posts when vouchers that a sale gave go back with it."""

from rules.programme import ShortfallPolicy
from rules.refund.shortfall import gift_money_owed
from rules.value.ledger import AVAILABLE, HOUSE_VOUCHERS, USES
from sync.book.given import Object, whole
from sync.core.kept_value import Given
from sync.office.journals.open_book import OpenBook
from sync.office.journals.taking import taken_whole
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

    Of a coupon its use, owed if it was spent or is out at a till: what comes back of it
    then pays that. Of a gift card what is left of it; what was spent stays owed on the
    card, as far as the policy and what the return says leave it owed. Below zero
    ``amount``: what was taken and should not have been goes back.
    """
    owned = (given.account, given.unit)
    there = max(0, sum(book.standing(*owned, AVAILABLE).values()))
    taken = amount
    if given.unit != USES and amount > there:
        taken = there + gift_money_owed(
            policy,
            amount - there,
            withheld_minor=whole(said, "for_gifts_minor"),
            approved=bool(said.get("approved", False)),
        )
    homes, house = (given.lot,), HOUSE_VOUCHERS
    gone = taken_whole(book, owned, taken, homes=homes, house=house)
    return Written(entries=list(gone)), taken
