"""Slips as the counter tells them, and whom they are for."""

from collections.abc import Mapping

from agent.counter.ground.answers import Answer, Value
from agent.slips.composing import Heading, Part, compose
from agent.words.catalogue import words_of

SHOPS: Mapping[str, str] = {
    "en": "Corner Shop",
    "fa": "فروشگاه گوشه",
    "am": "የጥግ ሱቅ",
    "ms": "Kedai Sudut",
}
NAMES: Mapping[str, str] = {"en": "Sara", "fa": "سارا", "am": "ሳራ", "ms": "Sara"}
CURRENCIES: Mapping[str, str] = {"en": "MYR", "fa": "IRR", "am": "ETB", "ms": "MYR"}
PROOF = "VP1." + "eyJhY2NvdW50IjoibS03UTJLOVYiLCJhdF9tcyI6MX0" * 4 + ".c2lnbmVk"


def moved(points: int) -> list[Value]:
    """Return points that moved, as a slip is told of them."""
    return [{"unit": "points", "points": points}]


def told(language: str, **more: Value) -> Answer:
    """Return a sale of Sara's: points, a coupon, and what holds now."""
    balance: dict[str, Value] = {"unit": "points", "available": 1240, "pending": 57}
    slip: dict[str, Value] = {
        "kind": "sale",
        "record": "t1.3-1842",
        "number": "980t1.3-1842",
        "at": "2026-11-21T09:42:10Z",
        "store": "S01",
        "setting": {
            "currency": CURRENCIES[language],
            "zone": "Asia/Tehran",
            "rules": {},
        },
        "member": {"id": "m-7Q2K9V", "tier": "silver", "balances": [balance]},
        "now": {
            "tier": "silver",
            "balances": [
                balance
                | {
                    "value_minor": 1240,
                    "expiring": [{"points": 200, "before": "2026-12-31T16:00:00Z"}],
                }
            ],
            "next_tier": {"tier": "gold", "have_minor": 30_000, "need_minor": 50_000},
        },
        "earned": moved(22),
        "taken_back": [],
        "given_back": [],
        "issued": [
            {
                "kind": "coupon",
                "code": "GOLD-8H2P-4M",
                "expires": "2027-05-21T16:00:00Z",
                "symbology": "QR",
            }
        ],
        "proof": PROOF,
    }
    return slip | more


def composed(language: str, *, is_copy: bool = False, **more: Value) -> tuple[Part, ...]:
    """Compose Sara's slip in a language."""
    heading = Heading(shop=SHOPS[language], first_name=NAMES[language], is_copy=is_copy)
    return compose(told(language, **more), words_of(language), heading)
