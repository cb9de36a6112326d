"""The register of problems: every code a caller can meet, its words and its status."""

from collections.abc import Mapping
from typing import Final

from agent.pos.problems.member_problems import MEMBER_PROBLEMS
from agent.pos.problems.value_problems import VALUE_PROBLEMS
from agent.pos.problems.wording import Wording

PROBLEMS: Final[Mapping[str, Wording]] = {
    **MEMBER_PROBLEMS,
    **VALUE_PROBLEMS,
    # At the door: the request itself.
    "invalid_request": Wording(
        422,
        "The request has a wrong shape",
        "{what}",
        "Compare with /docs and mend that field.",
    ),
    "not_json": Wording(
        400, "The body is no JSON", hint="Send one JSON object in UTF-8, as /docs shows it."
    ),
    "not_found": Wording(
        404, "There is nothing here", hint="The paths are listed in /docs."
    ),
    "method_not_allowed": Wording(
        405,
        "This path is called with another method",
        hint="The methods are listed in /docs.",
    ),
    "body_too_large": Wording(
        413,
        "The body is too large",
        "At most {limit} bytes are read.",
        "Send less in one call.",
    ),
    "not_json_media": Wording(
        415,
        "The body is not declared as JSON",
        hint="Send the header Content-Type: application/json",
    ),
    "unauthorized": Wording(
        401,
        "The token is missing or unknown",
        hint="Send Authorization: Bearer with the token in <data>/tokens/pos.token",
    ),
    "origin_refused": Wording(
        403, "Web pages may not call this API", hint="Call it from the POS program itself."
    ),
    "wrong_host": Wording(
        421,
        "The request is meant for another host",
        hint="Call the address in till.toml, [api] listen, by that name.",
    ),
    "too_many_requests": Wording(
        429, "Too many requests", hint="Wait a second; [api] requests_per_s sets the limit."
    ),
    "busy": Wording(503, "The till is busy", "{what}", hint="Ask again in a second."),
    "not_now": Wording(
        503, "The till cannot do this just now", "{what}", "Ask again in a moment."
    ),
    "set_aside": Wording(
        500,
        "This request broke something in the till and was set aside",
        "Nothing was booked. It is event {number} in the till's log.",
        "Sell on without it, and send the log to whoever looks after the till.",
    ),
    "broken": Wording(
        500,
        "The till made a mistake",
        hint="Ask again; if it stays, send the log to whoever looks after the till.",
    ),
    "no_office": Wording(
        409, "This till has no head office", hint="Add [office] with its url to till.toml."
    ),
    # Who and what was meant.
    "unknown_member": Wording(
        404,
        "This card is not known here",
        hint="Sell on; the sale can be attached to the member afterwards.",
    ),
    "no_member": Wording(
        422, "No member is named", hint="Scan the card at this workstation, or send `card`."
    ),
    "member_blocked": Wording(
        403, "This member is blocked", hint="Sell without the card; head office knows why."
    ),
    "card_blocked": Wording(
        403, "This card is blocked", hint="Sell without the card; head office knows why."
    ),
    "card_expired": Wording(
        403,
        "This card has expired",
        hint="Give the member a new card (POST /v1/cards/replace), or sell without it.",
    ),
    "unknown_receipt": Wording(
        404, "This receipt is not known here", hint="Check its number, or ask head office."
    ),
    "receipt_or_card": Wording(
        422,
        "Nothing to print is named, or two things are",
        hint="Send `receipt` for a slip, or `card` for a member's card.",
    ),
    "unknown_printer": Wording(
        404,
        "There is no such printer here",
        hint="Name one of [[printers]] in till.toml; GET /v1/health lists them.",
    ),
    "unknown_profile": Wording(
        422, "No printer is of this kind", hint="Use one of these: {known}."
    ),
    "printer_full": Wording(
        409,
        "Too many slips wait for this printer",
        "It is {printer}.",
        "See to its paper and cover; the slips that wait are printed then.",
    ),
    "unknown_document": Wording(
        404,
        "This document was not booked here",
        hint="Send it, if its sale took place; or check its number.",
    ),
    "payment_card_in_document": Wording(
        422,
        "A payment card's number is in the document",
        "It stands in {field}. Nothing was kept.",
        "Never send card numbers; send the tender's kind only.",
    ),
    # The document.
    "document_differs": Wording(
        422,
        "This document number was used with other content",
        hint="Send the first document again to get its answer, or use a new number.",
    ),
    "other_store": Wording(
        422,
        "The document is another store's",
        "It says {got}, this till serves {expected}.",
        "Send it to a till of that store, or mend `store`.",
    ),
    "wrong_kind": Wording(
        422,
        "The document's kind does not fit this call",
        "It is a {got}, this call books a {expected}.",
        "Mend `document.kind`, or use the other call.",
    ),
    "document_missing": Wording(
        422, "No document is named", hint="Send `document` beside `original`."
    ),
    "workstation_missing": Wording(
        422,
        "Neither a workstation nor a sale is named",
        hint="Send `workstation` to drop an open sale, or `document` and `original`.",
    ),
    "exchange_not_yet": Wording(
        422,
        "What comes back is not quoted together with what is bought",
        "It is line {line}.",
        "Quote it with `original`, and the rest as a sale; the sale itself may hold both.",
    ),
    "not_a_return": Wording(
        422,
        "A line that `returns` something brings nothing back",
        "It is line {line}.",
        "Send its quantity and amount below zero.",
    ),
    "only_returns": Wording(
        422,
        "Every line of this sale comes back",
        hint="Send it as a refund: POST /v1/refunds.",
    ),
    "negative_quantity": Wording(
        422,
        "A line's quantity is below zero",
        "Line {line}: {quantity}.",
        "Goods that come back are a refund: POST /v1/refunds.",
    ),
    "negative_amount": Wording(
        422,
        "A line's amount is below zero",
        "Line {line}: {amount_minor} (minor units).",
        "Send what is taken off as discount_minor of its line.",
    ),
    "wrong_currency": Wording(
        422,
        "The currency is not the programme's",
        "It is {got}, the programme counts in {expected}.",
        "Send amounts in the programme's currency.",
    ),
    "no_lines": Wording(422, "The basket is empty", hint="Send at least one line."),
    "duplicate_line": Wording(
        422,
        "Two lines have the same name",
        "Line {line} is there twice.",
        "Number them anew.",
    ),
    "discount_exceeds_line": Wording(
        422,
        "A discount is larger than its line",
        "It is line {line}.",
        "discount_minor lies between 0 and the line's amount_minor.",
    ),
    "quantity_zero": Wording(
        422,
        "A line costs money but has no quantity",
        "It is line {line}.",
        "Send its quantity.",
    ),
    "tenders_differ": Wording(
        422,
        "The tenders do not sum to what is due",
        "Due {due_minor}, tendered {tendered_minor} (minor units).",
        "The tenders sum to the lines less discounts, plus rounding_minor.",
    ),
    # Points as a tender.
    "points_exceed_basket": Wording(
        422, "More is paid with points than the basket costs", hint="Hold fewer points."
    ),
    "points_without_hold": Wording(
        422,
        "A points tender names no hold",
        hint="Ask POST /v1/redemptions first, and name its hold in the tender.",
    ),
    "unknown_hold": Wording(
        422,
        "This hold is not known here",
        "It is {hold}.",
        "Name it in `holds`, as POST /v1/redemptions of this till answered it.",
    ),
    "hold_twice": Wording(
        422, "Two tenders name one hold", "It is {hold}.", "Name it once."
    ),
    "hold_differs": Wording(
        422,
        "A tender is not worth what its hold is",
        "Hold {hold} is worth {held_minor}, the tender {tendered_minor} (minor units).",
        "Pay with the whole hold, or release it and hold less.",
    ),
    "hold_not_tendered": Wording(
        422,
        "A hold of this sale is not among the tenders",
        "It is {hold}.",
        "Add a tender that names it, or release it.",
    ),
    "hold_without_member": Wording(
        422, "Points are spent, but no member is named", hint="Send the member's `card`."
    ),
    "hold_used": Wording(
        422,
        "This hold was used by a sale",
        "It is {hold}.",
        "Refund or void that sale instead.",
    ),
    "unknown_reward": Wording(
        422,
        "The programme has no such reward",
        hint="Use a `reward` from the scan's or the quote's `redeemable`.",
    ),
    "below_minimum": Wording(
        422,
        "Too few points for this reward",
        "Asked {asked}, at least {minimum}.",
        "Ask more.",
    ),
    "not_a_step": Wording(
        422,
        "Points go in steps",
        "Asked {asked}, the step is {step}.",
        "Ask for a multiple of the step.",
    ),
    "too_few_points": Wording(
        422,
        "The member has too few points",
        "{short_by} are missing; {available} are there.",
        "Redeem fewer points.",
    ),
    "above_floor_limit": Wording(
        409,
        "More than may be spent without asking",
        "{asked} was asked for; {limit_minor} is the most.",
        "Ask again when the line is up, or spend less.",
    ),
    "too_often_today": Wording(
        409,
        "The member earned as often as may be today",
        "{most} times a day is the most.",
        "The sale stands; it earns nothing more today.",
    ),
    "over_allowance": Wording(
        409,
        "The points are there, but not at this till just now",
        hint="Redeem what is usable here, or ask again when the line is up.",
    ),
    "proof_needed": Wording(
        403,
        "So much needs the member's one-time code",
        "From {from_minor} on, with what is set aside already.",
        "Scan the member's card and send the six digits on their phone as proof.",
    ),
    "proof_wrong": Wording(
        403,
        "The one-time code is not right, or was used already",
        hint="Wait for the next code on the member's phone, and send that.",
    ),
    "proof_closed": Wording(
        403,
        "Too many wrong codes",
        "The member may try again {minutes} minutes after the last.",
        "Redeem less, or another time.",
    ),
    "more_than_basket": Wording(
        422,
        "More points than this basket can take",
        "Asked {asked}, at most {max_points}.",
        "Hold at most that many.",
    ),
    "negative_points": Wording(
        422,
        "A sale's points tender is below zero",
        "It is {amount_minor} (minor units).",
        "What goes back to a member is a refund: POST /v1/refunds.",
    ),
    "redemption_frozen": Wording(
        409,
        "This till may not redeem until head office has looked at it",
        "Sales and refunds go on, and points are earned.",
        "Call head office: this till has to be enrolled again.",
    ),
    "disk_low": Wording(
        409,
        "The till's disk is nearly full: no points are set aside",
        "What room is left is kept for sales, which go on and earn points.",
        "Free some room on the till's disk; then ask again.",
    ),
    # Refunds and voids.
    "only_sales_return": Wording(
        422,
        "Only a sale can be returned",
        "The original named is a {kind}.",
        "Name the sale itself in `original.document`.",
    ),
    "broken_proof": Wording(
        422,
        "The proof cannot be read",
        hint="Scan the slip's code again, or name the sale's document.",
    ),
    "nothing_left": Wording(
        422,
        "This sale was returned or voided already",
        hint="Look it up in GET /v1/receipts.",
    ),
    "nothing_to_return": Wording(
        422,
        "Nothing is left to return",
        hint="Look the sale up: it may be returned already.",
    ),
    "unknown_line": Wording(
        422,
        "The sale has no such line",
        "It is line {line}.",
        "Use the sale's own line names.",
    ),
    "more_than_sold": Wording(
        422,
        "More comes back than was sold",
        "Line {line}: {left_milli} thousandths are left, {asked_milli} come back.",
        "Send what is left at most.",
    ),
    "amount_exceeds_line": Wording(
        422,
        "More money goes back than the line cost",
        "Line {line}: {left_minor} is left, {asked_minor} was asked (minor units).",
        "Send what is left at most.",
    ),
    "points_tender_differs": Wording(
        422,
        "More is returned in points than was paid with them",
        "At most {computed_minor}, asked {asked_minor} (minor units).",
        "Ask POST /v1/quotes with `original` what goes back to which tender.",
    ),
}
