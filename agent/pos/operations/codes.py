"""Codes of problems that several calls can answer, by what they are about."""

from typing import Final

EVERYWHERE: Final = (
    "unauthorized",
    "origin_refused",
    "wrong_host",
    "too_many_requests",
    "busy",
    "not_now",
    "set_aside",
)
"""Codes that any call can answer."""

PROOF: Final = ("proof_needed", "proof_wrong", "proof_closed")
BODY: Final = ("not_json", "not_json_media", "body_too_large", "invalid_request")
BASKET: Final = (
    "wrong_currency",
    "duplicate_line",
    "discount_exceeds_line",
    "quantity_zero",
    "negative_quantity",
    "negative_amount",
    "exchange_not_yet",
    "points_exceed_basket",
    "payment_card_in_document",
)
EXCHANGE: Final = (
    "not_a_return",
    "only_returns",
    "only_sales_return",
    "more_than_sold",
    "unknown_line",
    "nothing_to_return",
    "amount_exceeds_line",
    "points_tender_differs",
    "money_spent",
    "load_not_here",
    "gives_back_too_much",
)
RETURN: Final = (
    "money_spent",
    "load_not_here",
    "gives_back_too_much",
    "unknown_document",
    "only_sales_return",
    "broken_proof",
    "nothing_to_return",
    "unknown_line",
    "more_than_sold",
    "amount_exceeds_line",
    "points_tender_differs",
    "tenders_differ",
    "wrong_currency",
)
NEW_CARD: Final = (
    "payment_card_in_document",
    "not_a_member_card",
    "card_taken",
    "key_missing",
    "no_new_numbers",
    "wish_differs",
)
WHOSE: Final = ("payment_card_in_document", "no_member", "unknown_member")
DOCUMENT: Final = ("document_differs", "other_store", "wrong_kind")
