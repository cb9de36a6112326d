"""The worked example of the public interfaces, number by number."""

from base64 import urlsafe_b64decode
from hashlib import sha256

from agent.counter.ground.answers import body_of
from sync.wire.canonical import decode_object
from sync.wire.keys.signing import verify
from tests.agent.counter.shop import (
    CARD,
    Shop,
    back,
    example_sale,
    paid_with,
    refund_of,
    said,
)

REDEEMABLE = {
    "reward": "points-off",
    "max_points": 900,
    "step": 100,
    "value_minor_per_step": 100,
}
DISCOUNT = {
    "line": "1",
    "amount_minor": 258,
    "rule": "silver-coffee-10",
    "words": "discount.tier_percent",
}


def rules_digest(shop: Shop) -> str:
    """Return the digest of the programme document in force."""
    return sha256(shop.book.members.programme(1) or b"").hexdigest()[:32]


def test_a_scan_says_who_it_is_and_what_to_do(shop: Shop) -> None:
    answer = said(shop.scan())

    assert answer == {
        "kind": "member",
        "session": "L2",
        "member": {
            "id": "m-7Q2K9V",
            "name": "Sara A.",
            "tier": "silver",
            "status": "active",
            "balances": [
                {
                    "unit": "points",
                    "available": 1240,
                    "pending": 35,
                    "spendable_here": 900,
                    "value_minor": 1240,
                    "expiring": [{"points": 200, "before": "2026-12-31T16:00:00Z"}],
                }
            ],
            "next_tier": {
                "tier": "gold",
                "metric": "spend",
                "have_minor": 41_200,
                "need_minor": 50_000,
                "share": "0.824",
            },
            "as_of": "2026-11-21T09:12:00Z",
        },
        "redeemable": [REDEEMABLE],
        "recommended": {
            "reward": "points-off",
            "points": 500,
            "words": "recommend.points_off",
        },
    }


def test_a_quote_promises_the_discount_and_twenty_seven_points(shop: Shop) -> None:
    shop.scan()
    lines = [dict(line, discount_minor=0) for line in example_sale()["lines"]]
    request = {
        "workstation": "L2",
        "currency": "MYR",
        "at": "2026-11-21T17:41:55+08:00",
        "coupons": ["WELC-7F3K-9Q"],
        "lines": lines,
    }

    answer = said(shop.quote(request))

    assert answer == {
        "quote": "q-L2-1",
        "discounts": [DISCOUNT],
        "earned": [
            {
                "unit": "points",
                "points": 27,
                "rule": "base",
                "words": "earn.per_spend",
                "state": "pending",
                "active_from": "2026-12-05T16:00:00Z",
            }
        ],
        "not_used": [
            {"rule": "WELC-7F3K-9Q", "words": "refuse.unknown_coupon", "values": {}}
        ],
        "redeemable": [REDEEMABLE],
        "total_minor": 2724,
    }
    assert shop.records == 1


def test_five_hundred_points_are_set_aside(shop: Shop) -> None:
    assert said(shop.hold()) == {
        "hold": "t1.3-2",
        "points": 500,
        "value_minor": 500,
        "source": "allowance",
        "released_at_latest": "day_close",
    }


def test_the_sale_earns_twenty_two_points_line_by_line(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    sale = said(shop.sale(example_sale(**paid_with(hold))))

    assert sale["record"] == "t1.3-3"
    assert sale["member"] == {
        "id": "m-7Q2K9V",
        "tier": "silver",
        "balances": [
            {"unit": "points", "available": 740, "pending": 57, "spendable_here": 400}
        ],
    }
    assert [(row["line"], row["points"], row["state"]) for row in sale["earned"]] == [
        ("1", 19, "pending"),
        ("2", 3, "pending"),
    ]
    assert (sale["discounts"], sale["issued"]) == ([DISCOUNT], [])
    assert sale["receipt"]["number"] == "980t1.3-3"
    assert sale["receipt"]["slip"] == [
        "Points earned        22",
        "Balance             740",
    ]
    assert shop.balance() == (740, 57, 400)


def test_the_refund_takes_ten_gives_back_213_and_pays_948(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    said(shop.sale(example_sale(**paid_with(hold))))
    tenders = [
        {"tender": "points", "amount_minor": -213},
        {"tender": "cash", "amount_minor": -948},
    ]

    refund = said(shop.refund(refund_of("000009", [back("1", "1", 1161)], tenders=tenders)))

    assert refund == {
        "record": "t1.3-4",
        "state": "settled",
        "reversed": [
            {
                "unit": "points",
                "points": 10,
                "line": "1",
                "rule": "base",
                "lot": "t1.3-3/1",
                "from": "pending",
            }
        ],
        "given_back": [
            {"unit": "points", "points": 213, "lot": "t1.2-310/1", "state": "active"}
        ],
        "shortfall": {
            "points": 0,
            "policy": "keep_debt",
            "settled": 0,
            "from_refund_minor": 0,
        },
        "withdrawn": [],
        "tier": {"before": "silver", "after": "silver"},
        "member": {
            "id": "m-7Q2K9V",
            "balances": [
                {"unit": "points", "available": 953, "pending": 47, "spendable_here": 613}
            ],
        },
        "to_tenders": [
            {"tender": "points", "points": 213, "amount_minor": 213},
            {"tender": "cash", "amount_minor": 948},
        ],
    }
    assert shop.balance() == (953, 47, 613)


def test_the_slips_proof_is_signed_by_the_till(shop: Shop) -> None:
    proof = said(shop.sale(example_sale()))["receipt"]["proof"]

    mark, payload, signature = proof.split(".")
    told = urlsafe_b64decode(payload + "==")
    public = shop.book.keys.signing.public
    assert mark == "VP1"
    assert verify(public, b"vafa proof " + told, urlsafe_b64decode(signature + "=="))
    told_of = decode_object(told)
    assert told_of["record"] == "t1.3-2"
    assert told_of["lines"] == {
        "amount_minor": [2322, 402],
        "category": ["coffee", "fruit"],
        "line": ["1", "2"],
        "quantity_milli": [2000, 452],
        "sku": ["COF-250", "BAN-KG"],
    }
    assert told_of["awards"] == [
        {"lines": [["1", 23], ["2", 4]], "rule": "base", "unit": "points"}
    ]
    assert told_of["rules"] == rules_digest(shop)


def test_the_same_documents_again_get_the_same_bytes_also_after_a_restart(
    shop: Shop,
) -> None:
    hold = said(shop.hold())["hold"]
    sale = example_sale(**paid_with(hold))
    refund = refund_of("000009", [back("1", "1", 1161)])
    first = [body_of(said(shop.sale(sale))), body_of(said(shop.refund(refund)))]
    written = shop.records

    shop.restart()

    again = [body_of(said(shop.sale(sale))), body_of(said(shop.refund(refund)))]
    assert again == first
    assert shop.records == written


def test_no_card_number_is_in_any_file(shop: Shop) -> None:
    shop.scan()
    hold = said(shop.hold())["hold"]
    said(shop.sale(example_sale(**paid_with(hold))))
    shop.book.close()

    stored = [path.read_bytes() for path in shop.directory.rglob("*") if path.is_file()]
    assert stored
    assert all(CARD.encode() not in data and b"Sara" not in data for data in stored)
    shop.open()
