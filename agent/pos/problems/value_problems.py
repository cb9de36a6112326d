"""What can be wrong with a voucher, or with money kept with us."""

from collections.abc import Mapping
from typing import Final

from agent.pos.problems.wording import Wording

VALUE_PROBLEMS: Final[Mapping[str, Wording]] = {
    "voucher_missing": Wording(
        422, "No gift card is named", hint="Send the card's `code`."
    ),
    "voucher_blocked": Wording(
        403, "This voucher is blocked", hint="Head office knows why."
    ),
    "voucher_expired": Wording(
        409, "This voucher has ended", hint="GET /v1/vouchers?code= tells since when."
    ),
    "too_little_money": Wording(
        409,
        "There is not as much money",
        "{available_minor} are there, {short_by_minor} are missing (minor units).",
        "Hold what there is and take the rest as another tender.",
    ),
    "money_elsewhere": Wording(
        409,
        "The money is there, and not usable here now",
        hint="Hold what is usable here, or ask again when the line is up.",
    ),
    "more_than_due": Wording(
        422,
        "This is more than is to be paid",
        "At most {max_minor} of this basket may be paid this way (minor units).",
        "Hold that much.",
    ),
    "barred_goods": Wording(
        422,
        "Some of these goods may not be paid for this way",
        "At most {max_minor} of this basket may be (minor units).",
        "Hold that much and take the rest as another tender.",
    ),
    "no_wallet": Wording(
        409,
        "The programme has no wallets",
        hint="Add a [wallet] section to the programme at head office.",
    ),
    "tender_not_money": Wording(
        422,
        "A wallet is not topped up with this tender",
        "It was paid with {tender}.",
        "Take cash or a card.",
    ),
    "top_up_too_large": Wording(
        409,
        "This is more than one top-up may be",
        "At most {limit_minor} (minor units).",
        "Take less.",
    ),
    "top_up_over_day": Wording(
        409,
        "This is more than may be topped up in a day",
        "{fits_minor} more fit today (minor units).",
        "Take less, or the rest tomorrow.",
    ),
    "top_up_over_balance": Wording(
        409,
        "The wallet would hold more than it may",
        "{fits_minor} more fit (minor units).",
        "Take less.",
    ),
    "money_spent": Wording(
        409,
        "What was put on this card or wallet is not all there any more",
        "Of {loaded_minor}, {spendable_here_minor} can be taken back here (minor units).",
        "Return less of it, or ask again when the line to head office is up.",
    ),
    "load_not_here": Wording(
        409,
        "A card or top-up comes back only at the till that sold it",
        "Line {line} was sold at till {till}, whose book knows which card it loaded.",
        "Send the customer there, or return the other lines alone.",
    ),
    "gives_back_too_much": Wording(
        422,
        "More goes back to a tender than it paid",
        "At most {most_minor} go back to {tender} (minor units).",
        "Pay the rest out as another tender.",
    ),
    "unknown_voucher": Wording(
        404,
        "This voucher is not known here",
        hint="Check the code; one issued elsewhere comes with the next sync.",
    ),
}
