"""Published statements about discounts, their order, and coupons."""

import pytest

from tests.conformance.statements import Statement, differences

IN_ORDER = '[combination]\nchoose = "in_order"\n'


def discount(kind: str, rule: str, *lines: str) -> str:
    """Return a discount of these lines of a document."""
    head = f'\n[[discounts]]\nkind = "{kind}"\nrule = "{rule}"\nstacking = "always"\n'
    return head + "\n".join(lines) + "\n"


def each_of(kind: str, sku: str, *lines: str) -> str:
    """Return a discount of one article's first pieces."""
    return discount(kind, f"on-{sku}", f'skus = ["{sku}"]', *lines)


STATEMENTS = (
    Statement(
        "When nothing is left, a further discount is told and writes no zero",
        "Medusa, promotion totals: 500 off two pieces, then 50 off one",
        IN_ORDER
        + discount("amount", "big", "amount_minor = 500", 'each = "piece"')
        + discount("amount", "small", "amount_minor = 50", 'each = "piece"'),
        "Quote:\n  1 x A at 0.50\n  1 x B at 1.50\n"
        "  expect discount 2.00 by big, discount 0 by small, not used small\n",
    ),
    Statement(
        "A second discount is of what a piece costs now: 10 per cent of 0.40, not 0.02",
        "Medusa, promotion totals: the second percent is of price less the whole first",
        IN_ORDER
        + 'piece_worth = "left"\n'
        + each_of("percent", "A", 'percent = "30"', "max_pieces = 2")
        + discount("percent", "second", 'percent = "10"', "max_pieces = 1", 'skus = ["A"]'),
        "Quote:\n  3 x A at 0.50\n"
        "  expect discount 0.30 by on-A, discount 0.04 by second\n",
    ),
    Statement(
        "A sum off some goods may be shared by how many pieces there are",
        "Voucherify, apply to items proportionally by quantity (figures ours)",
        discount("amount", "p", "amount_minor = 1000", 'shared_by = "pieces"'),
        "Quote:\n  1 x mug at 20.00\n  4 x pen at 3.00\n"
        "  expect discount 2.00 on mug, discount 8.00 on pen\n",
    ),
    Statement(
        "A sum off so many pieces takes the dearest first, where the programme says so",
        "WooCommerce, fixed product coupons limited to three items",
        discount("amount", "p", "amount_minor = 1000", 'each = "piece"', "max_pieces = 3")
        + 'choose = "dearest"\n',
        "Quote:\n  3 x A at 13.95\n  5 x B at 1.80\n"
        "  expect discount 30.00 on A, discount 0 on B, total 20.85\n",
    ),
    Statement(
        "What a line cannot take of its part the others take",
        "Voucherify, apply to items proportionally by quantity (figures ours)",
        discount("amount", "p", "amount_minor = 1000", 'shared_by = "pieces"'),
        "Quote:\n  1 x mug at 20.00\n  4 x pen at 1.00\n"
        "  expect discount 6.00 on mug, discount 4.00 on pen\n",
    ),
    Statement(
        "Percentages of the price add up: 10 and 20 per cent of 100 are 30",
        "Voucherify, stacking: discounts of the initial amount",
        IN_ORDER
        + 'percents_of = "price"\n'
        + discount("percent", "ten", 'percent = "10"')
        + discount("percent", "twenty", 'percent = "20"'),
        "Quote:\n  1 x CART at 100.00\n"
        "  expect discount 10.00 by ten, discount 20.00 by twenty, total 70.00\n",
    ),
    Statement(
        "Percentages of what is left do not: 10 and then 20 per cent of 100 are 28",
        "Voucherify, stacking: discounts of the remaining amount",
        IN_ORDER
        + discount("percent", "ten", 'percent = "10"')
        + discount("percent", "twenty", 'percent = "20"'),
        "Quote:\n  1 x CART at 100.00\n"
        "  expect discount 10.00 by ten, discount 18.00 by twenty, total 72.00\n",
    ),
    Statement(
        "Percentages of the price take no more than is left",
        "Voucherify, stacking: discounts of the initial amount",
        IN_ORDER
        + 'percents_of = "price"\n'
        + discount("percent", "most", 'percent = "90"')
        + discount("percent", "half", 'percent = "50"'),
        "Quote:\n  1 x CART at 100.00\n"
        "  expect discount 90.00 by most, discount 10.00 by half, total 0\n",
    ),
    Statement(
        "A sum across lines is shared by what they cost",
        "Medusa, promotion totals: 400 over 200 and 600",
        discount("amount", "p", "amount_minor = 400"),
        "Quote:\n  1 x A at 2.00\n  1 x B at 6.00\n"
        "  expect discount 1.00 on A, discount 3.00 on B\n",
    ),
    Statement(
        "Shares are whole minor units: 166.67 and 33.33",
        "Medusa, promotion totals: 166.66666666666666 and 33.333333333333336",
        discount("amount", "p", "amount_minor = 20000"),
        "Quote:\n  1 x A at 500.00\n  1 x B at 100.00\n"
        "  expect discount 166.67 on A, discount 33.33 on B\n",
    ),
    Statement(
        "Where the programme says so the dearest piece is the free one",
        "Medusa, buy and get: one of four",
        discount("buy_get", "p", "buy = 1", "times_max = 1", 'choose = "dearest"'),
        "Quote:\n  2 x A at 5.00\n  2 x B at 10.00\n  expect discount 10.00 on B\n",
    ),
    Statement(
        "Too few pieces give nothing",
        "Medusa, buy and get: two of four",
        discount("buy_get", "p", "buy = 4"),
        "Quote:\n  2 x A at 5.00\n  expect discount 0, not used p because too_few_pieces\n",
    ),
    Statement(
        "Of one range the cheap ones are free and the dear ones are paid",
        "Medusa, buy and get: two and two of four",
        discount("buy_get", "p", "buy = 2", "get = 2"),
        "Quote:\n  1 x A at 5.00\n  1 x B at 5.00\n  1 x C at 10.00\n  1 x D at 10.00\n"
        "  expect discount 5.00 on A, discount 5.00 on B, discount 10.00\n",
    ),
    Statement(
        "A set that is not whole gives nothing, where the programme says so",
        "Medusa, buy and get: three of four",
        discount("buy_get", "p", "buy = 2", "get = 2", "partial = false"),
        "Quote:\n  3 x A at 5.00\n  expect discount 0\n",
    ),
    Statement(
        "An offer ends with its last moment, which is included",
        "django-oscar, offers: end of an offer (the day is ours)",
        discount(
            "percent",
            "p",
            'percent = "10"',
            'when = { until_moment = "2026-01-10T12:00" }',
        ),
        """
Now 2026-01-10 12:00
Quote:
  1 x A at 10.00
  expect discount 1.00
Now 2026-01-10 12:01
Quote:
  1 x A at 10.00
  expect discount 0
""",
    ),
    Statement(
        "Half of the delivery, with or without its tax in the price",
        "django-oscar, shipping benefits: 10.00 and 12.00",
        discount("percent", "p", 'percent = "50"', 'categories = ["shipping"]'),
        """
Quote:
  1 x POST in shipping at 10.00
  expect total 5.00
Quote:
  1 x POST in shipping at 12.00
  expect total 6.00
""",
    ),
    Statement(
        "Goods that are never discounted are left alone",
        "django-oscar, products that are not discountable",
        discount("percent", "p", 'percent = "5"', 'not_skus = ["B"]'),
        "Quote:\n  1 x A at 100.00\n  2 x B at 100.00\n  3 x C at 200.00\n"
        "  expect discount 5.00 on A, discount 0 on B, discount 30.00 on C\n",
    ),
    Statement(
        "A sum takes what is left, never more",
        "Voucherify, partial redemption: 8.00 of 10.00",
        IN_ORDER
        + discount("amount", "first", "amount_minor = 9200")
        + discount("amount", "next", "amount_minor = 1000"),
        "Quote:\n  1 x A at 100.00\n  expect discount 8.00 by next, total 0\n",
    ),
    Statement(
        "A fifth off 2000.00",
        "Voucherify, session with a locked discount",
        discount("percent", "p", 'percent = "20"'),
        "Quote:\n  1 x A at 2000.00\n  expect discount 400.00, total 1600.00\n",
    ),
    Statement(
        "One after the other the basket is 12.00",
        "Odoo 18, global discounts in either order (an engine that shares gets 12)",
        IN_ORDER
        + discount("amount", "five", "amount_minor = 500", 'skus = ["A", "B"]')
        + discount("amount", "ten", "amount_minor = 1000", 'skus = ["A"]'),
        "Quote:\n  1 x A at 6.00\n  1 x B at 4.00\n  1 x C at 10.00\n"
        "  expect total 12.00\n",
    ),
    Statement(
        "Searching for the best it is 10.00, as published",
        "Odoo 18, global discounts in either order: 10 after two",
        '[combination]\nchoose = "best"\n'
        + discount("amount", "five", "amount_minor = 500", 'skus = ["A", "B"]')
        + discount("amount", "ten", "amount_minor = 1000", 'skus = ["A"]'),
        "Quote:\n  1 x A at 6.00\n  1 x B at 4.00\n  1 x C at 10.00\n"
        "  expect total 10.00\n",
    ),
    Statement(
        "Order decides: a tenth and then 290.00 leave nothing (published 8.18 before tax)",
        "Odoo 18, percent and fixed in either order",
        IN_ORDER
        + discount("percent", "tenth", 'percent = "10"')
        + discount("amount", "sum", "amount_minor = 29000"),
        "Quote:\n  1 x A at 300.00\n  expect total 0\n",
    ),
    Statement(
        "Order decides: 290.00 and then a tenth leave 9.00",
        "Odoo 18, percent and fixed in either order",
        IN_ORDER
        + discount("amount", "sum", "amount_minor = 29000")
        + discount("percent", "tenth", 'percent = "10"'),
        "Quote:\n  1 x A at 300.00\n  expect total 9.00\n",
    ),
    Statement(
        "One article free, then 5.00 off both: it comes off what costs something",
        "Odoo 18, two products of different tax (7 with their tax, ours without)",
        IN_ORDER
        + discount("percent", "free", 'percent = "100"', 'skus = ["A"]')
        + discount("amount", "five", "amount_minor = 500", 'skus = ["A", "B"]'),
        "Quote:\n  1 x A at 10.00\n  1 x B at 10.00\n  expect total 5.00\n",
    ),
    Statement(
        "Of one group one holds; another takes its place only if it is better",
        "Odoo 18, order-wide discounts: 10 per cent offered beside 10 per cent",
        discount("percent", "one", 'percent = "10"', 'group = "order"')
        + discount("percent", "two", 'percent = "10"', 'group = "order"'),
        "Quote:\n  1 x A at 10.00\n  expect discount 1.00 by one, discount 0 by two\n",
    ),
    Statement(
        "What never shares a line does so with what always may",
        "Voucherify, stacking categories",
        IN_ORDER + '[[discounts]]\nkind = "percent"\nrule = "exclusive"\npercent = "10"\n'
        'stacking = "never"\n' + discount("amount", "giveaway", "amount_minor = 100"),
        "Quote:\n  1 x A at 10.00\n"
        "  expect discount 1.00 by exclusive, discount 1.00 by giveaway\n",
    ),
    Statement(
        "Of two coupons one of which is over, the other is used and the cashier told why",
        "Voucherify, stacking: partial instead of all or none",
        '[[vouchers]]\nkind = "amount"\nrule = "good"\namount_minor = 100\n'
        '[[vouchers]]\nkind = "amount"\nrule = "old"\namount_minor = 100\n'
        'last_day = "2025-12-31"\n',
        "Coupon A of good\nCoupon B of old\nSale 1:\n  1 x X at 10.00\n  coupon A\n"
        "  coupon B\n  expect discount 1.00 by good, not used B because coupon_not_today\n",
    ),
    Statement(
        "One article must cost so much for another to be cheaper",
        "Odoo 18, sale_loyalty: a minimum of one product, a discount on all (figures ours)",
        discount(
            "percent",
            "p",
            'percent = "10"',
            "minimum_minor = 4000",
            'minimum_of = "named"',
            'minimum_skus = ["A"]',
        ),
        """
Quote:
  1 x A at 39.99
  1 x B at 60.00
  expect discount 0, not used p because below_basket
Quote:
  1 x A at 40.00
  1 x B at 60.00
  expect discount 10.00
""",
    ),
    Statement(
        "So many pieces on one line, wherever it is",
        "Vendure, promotions: at least three of one order line",
        discount(
            "percent",
            "p",
            'percent = "50"',
            "minimum_pieces = 3",
            'minimum_pieces_of = "line"',
        ),
        """
Quote:
  2 x A at 5.00
  2 x B at 5.00
  expect discount 0, not used p because too_few_pieces
Quote:
  3 x A at 5.00
  1 x B at 5.00
  expect discount 10.00
""",
    ),
    Statement(
        "A coupon that is worth nothing here keeps its use",
        "Voucherify, no-effect policy: skip",
        '[[vouchers]]\nkind = "amount"\nrule = "tea"\namount_minor = 100\nskus = ["TEA"]\n',
        "Member Ana\nCoupon T of tea for Ana\nSale 1 by Ana:\n  1 x X at 10.00\n"
        "  coupon T\n  expect not used T because coupon_for_other_goods\n"
        "Expect Ana: coupons tea 1\n",
    ),
    Statement(
        "A coupon that was shown and put away again is not used up",
        "Odoo 18, pos_loyalty: a coupon scanned and removed",
        '[[vouchers]]\nkind = "amount"\nrule = "one"\namount_minor = 100\n',
        """
Member Ana
Coupon C of one for Ana
Quote for Ana:
  1 x X at 10.00
  coupon C
  expect discount 1.00
Sale 1 by Ana:
  1 x X at 10.00
Expect Ana: coupons one 1
""",
    ),
    Statement(
        "Prices without their tax: a fifth off 320.00 is 64.00",
        "Odoo 18, sale_loyalty: 20 per cent of a price before 15 per cent tax",
        discount("percent", "p", 'percent = "20"', 'skus = ["cabinet"]'),
        """
Quote:
  1 x cabinet at 320.00
  expect discount 64.00, total 256.00
Quote:
  10 x drawer at 25.00
  8 x cabinet at 320.00
  expect total 2298.00
""",
    ),
)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.name)
def test_what_was_published_holds(statement: Statement) -> None:
    assert differences(statement) == []
