"""What a line of an unknown receipt may be: words that POS print, and what they stand for.

English, Malay, German, French, Spanish, Indonesian, Persian and Amharic words; a shop's own
template says what they are at last.
"""

import re
from collections.abc import Mapping
from typing import Final

from agent.pos.intakes.tap.template import Is
from agent.pos.intakes.written.words import source

WORDS: Final[Mapping[Is, tuple[str, ...]]] = {
    "copy": ("copy", "duplicate", "reprint", "salinan", "kopie", "duplicata", "copia",
             "المثنی", "ቅጂ"),
    "training": ("training", "latihan", "schulung", "formation", "آموزش"),
    "suspended": ("suspended", "on hold", "parked", "ditangguh", "معلق"),
    "cancelled": ("cancelled", "canceled", "dibatalkan", "abgebrochen", "لغو"),
    "void": ("void receipt", "post void", "storno", "void of"),
    "refund": ("refund", "return", "credit note", "pulangan", "gutschrift",
               "remboursement", "devolución", "مرجوعی", "ተመላሽ"),
    "other": ("x report", "z report", "no sale", "cash drop", "report"),
    "nothing": ("subtotal", "sub-total", "sub total", "jumlah kecil", "zwischensumme",
                "items sold", "item count", "saved", "points", "جمع جزء"),
    "change": ("change", "baki", "rückgeld", "rendu", "cambio", "kembali", "باقی"),
    "tender": ("cash", "visa", "master", "debit", "credit", "card", "tunai", "kad", "bar",
               "karte", "espèces", "efectivo", "e-wallet", "paid", "نقد", "نقدی", "کارت",
               "کارتخوان", "ጥሬ ገንዘብ"),
    "rounding": ("rounding", "pembundaran", "rundung"),
    "basket_discount": ("discount on", "total discount", "bill discount", "coupon"),
    "discount": ("discount", "diskaun", "rabatt", "remise", "descuento", "تخفیف"),
    "tax": ("tax", "gst", "sst", "vat", "mwst", "tva", "iva", "cukai", "مالیات"),
    "total": ("grand total", "total due", "amount due", "total", "jumlah", "summe",
              "gesamt", "importe", "جمع کل", "قابل پرداخت", "ጠቅላላ"),
}  # fmt: skip
"""In the order in which they are asked: a sub-total is none of the totals."""

TENDER_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "card": ("visa", "master", "mastercard", "amex", "debit", "credit", "card", "kad",
             "karte", "carte", "tarjeta", "کارت", "کارتخوان"),
    "cash": ("cash", "tunai", "bar", "espèces", "efectivo", "نقد", "نقدی", "ጥሬ ገንዘብ"),
}  # fmt: skip
"""Our words for tenders, with those of POS."""

NUMBER_WORDS: Final = (
    "receipt", "invoice", "bill", "doc", "trans", "ticket", "order", "resit", "bon",
    "beleg", "rechnung", "no", "nr", "فاکتور", "شماره", "رسید",
    "ደረሰኝ", "ቁጥር",
)  # fmt: skip
WORKSTATION_WORDS: Final = (
    "till", "register", "reg", "lane", "pos", "terminal", "counter", "kaunter", "kasse",
)  # fmt: skip
CASHIER_WORDS: Final = ("cashier", "served by", "operator", "clerk", "juruwang")
CARD_WORDS: Final = ("member", "loyalty", "club", "card no", "ahli", "عضو", "عضویت")
ORIGINAL_WORDS: Final = ("original", "ref", "of receipt", "against", "for receipt")

DATES: Final = (
    "YYYY-MM-DD", "YYYY/MM/DD", "DD/MM/YYYY", "DD.MM.YYYY", "DD-MM-YYYY", "MM/DD/YYYY",
    "DD/MM/YY", "DD.MM.YY", "DD-MM-YY", "D/M/YYYY", "D MMM YYYY", "DD-MMM-YYYY",
    "DDDD D of MMMM YYYY", "DDDD, D MMMM YYYY", "D MMMM YYYY", "MMM D, YYYY",
    "MMMM D, YYYY",
)  # fmt: skip
"""Likeliest first: of a day that fits two, the shop is asked."""

TIMES: Final = ("hh:mm:ss AP", "h:mm:ss AP", "h:mm AP", "hh:mm:ss", "hh:mm", "h:mm")

LETTERS: Final = re.compile(r"[^\W\d_]")


def holds(line: str, words: tuple[str, ...]) -> str:
    """Return the first of the words that stands in a line by itself; empty if none does."""
    told = line.casefold()
    for word in words:
        if re.search(rf"(?<![^\W\d_]){source(word)}(?![^\W\d_])", told):
            return word
    return ""
