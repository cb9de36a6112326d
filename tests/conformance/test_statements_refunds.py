"""Published statements about returns, kept money, members and tiers."""

import pytest

from tests.conformance.statements import BASE, PAY, Statement, differences

VISIT = (
    '[[earn]]\nkind = "per_visit"\nrule = "visit"\npoints = 1\nmin_basket_minor = 1000\n'
)
CARDS = "[gift_cards]\n"

STATEMENTS = (
    Statement(
        "A till never refuses a return because the points are spent (ERPNext does)",
        "ERPNext, loyalty: first cancel the invoice that redeemed",
        BASE + PAY,
        """
Member Ana
Sale 1 by Ana:
  1 x SET at 100.00
Sale 2 by Ana:
  1 x TEA at 1.00
  pays 10 points
Void sale 1
  expect taken 100, money 100.00
Expect Ana: owed 10
""",
    ),
    Statement(
        "What a coupon took off earned nothing, so a line gives back its share of the rest",
        "Smile.io, refunds: reverses the price of the line (20); its share is 17.14",
        BASE + '\n[[vouchers]]\nkind = "amount"\nrule = "ten"\namount_minor = 1000\n',
        """
Member Ana
Coupon TEN of ten
Sale 1 by Ana:
  1 x BIG at 50.00
  1 x SMALL at 20.00
  coupon TEN
  expect earned 60
Refund of sale 1:
  1 x SMALL
  expect taken 17
""",
    ),
    Statement(
        "Fifty are there and seventy go: twenty are owed",
        "Talon.One, negative points",
        BASE + PAY,
        """
Member Ana
Sale 1 by Ana:
  1 x SET at 70.00
Sale 2 by Ana:
  1 x TEA at 0.20
  pays 20 points
Expect Ana: points 50
Void sale 1
  expect taken 70, owed 20
Expect Ana: points 0, owed 20
""",
    ),
    Statement(
        "Of what came off each piece goes back what came off that piece",
        "Talon.One, effects of single items: 5 off each, one of two shirts returned",
        '[[discounts]]\nkind = "amount"\nrule = "five"\namount_minor = 500\n'
        'each = "piece"\n',
        """
Sale 1:
  1 x SHOES at 60.00
  2 x SHIRT at 20.00
  expect discount 15.00
Refund of sale 1:
  1 x SHIRT
  expect money 15.00
""",
    ),
    Statement(
        "A return of three quarters leaves a quarter of the points",
        "nobull, loyalty policy: 75 of 100 returned",
        BASE + '\n[refund]\nmethod = "recompute_difference"\n',
        """
Member Ana
Sale 1 by Ana:
  1 x SHOES at 75.00
  1 x SOCKS at 25.00
Refund of sale 1:
  1 x SHOES
  expect taken 75
Expect Ana: points 25
""",
    ),
    Statement(
        "A balance may go below nothing: 20.46 less 100.00 is 79.54 owed",
        "Shoptiques, loyalty help: negative balances",
        '[[earn]]\nkind = "per_spend"\nrule = "cents"\nstep_minor = 1\n' + PAY,
        """
Member Ana
Sale 1 by Ana:
  1 x SET at 100.00
Sale 2 by Ana:
  1 x BAG at 79.54
  pays 7954 points
Expect Ana: points 2046
Void sale 1
Expect Ana: points 0, owed 7954
""",
    ),
    Statement(
        "Bought, returned, bought, returned, bought: the last purchase alone counts",
        "nopCommerce (issue): wrong balance after a cancelled order",
        BASE,
        """
Member Ana
Sale 1 by Ana:
  1 x SET at 50.00
Void sale 1
Sale 2 by Ana:
  1 x BAG at 21.00
Void sale 2
Sale 3 by Ana:
  1 x SET at 50.00
Expect Ana: points 50, owed 0
""",
    ),
    Statement(
        "A returned purchase keeps no points",
        "Odoo (issue): buy, earn, return, spend",
        BASE,
        "Member Ana\nSale 1 by Ana:\n  1 x BAG at 10.00\nVoid sale 1\n"
        "Expect Ana: points 0, owed 0\n",
    ),
    Statement(
        "Points that paid a sale come back with it, and are not taken a second time",
        "Odoo (issue): a refund deducted the points spent once more",
        PAY,
        """
Member Ana: points 100
Sale 1 by Ana:
  1 x BAG at 0.30
  pays 30 points
Expect Ana: points 70
Void sale 1
  expect given back 30
Expect Ana: points 100
""",
    ),
    Statement(
        "A visit's point goes only when what is left is below the visit's least",
        "Square Loyalty, help: minimum spend of a visit (figures are ours)",
        VISIT,
        """
Member Ana
Sale 1 by Ana:
  1 x A at 10.00
  1 x B at 10.00
  1 x C at 5.00
  expect earned 1
Refund of sale 1:
  1 x A
  expect taken 0
Refund of sale 1:
  1 x B
  expect taken 1
""",
    ),
    Statement(
        "Money back as points goes with the goods",
        "woo-wallet (issue): cashback stayed after a refund",
        '[[earn]]\nkind = "per_spend"\nrule = "cash"\nstep_minor = 2000\npoints = 1\n',
        "Member Ana\nSale 1 by Ana:\n  1 x SET at 100.00\nExpect Ana: points 5\n"
        "Void sale 1\nExpect Ana: points 0\n",
    ),
    Statement(
        "A gift card whose sale is taken back is empty; one that was used stays sold",
        "Odoo (developer tests): refund of a gift card's sale",
        CARDS,
        """
Sale 1:
  gift card G1 for 50.00
Expect G1: money 50.00
Void sale 1
Expect G1: money 0
Sale 2:
  gift card G2 for 50.00
Sale 3:
  1 x BAG at 10.00
  pays 10.00 by gift card G2
Void sale 2
  expect refused money_spent
Expect G2: money 40.00
""",
    ),
    Statement(
        "Three cards hold what was paid for each",
        "Odoo 18, pos_loyalty: physical gift cards of a free amount",
        CARDS,
        """
Sale 1:
  gift card A for 125.00
  gift card B for 100.00
  gift card C for 250.00
  expect to pay 475.00
Expect A: money 125.00
Expect B: money 100.00
Expect C: money 250.00
""",
    ),
    Statement(
        "Each member's wallet is their own",
        "Odoo 18, pos_loyalty: several wallets of several people",
        "[wallet]\n",
        """
Member AAA: wallet 30.00
Member BBB: wallet 50.00
Sale 1 by AAA:
  1 x BAG at 12.00
  pays 12.00 from wallet
Expect AAA: wallet 18.00
Expect BBB: wallet 50.00
""",
    ),
    Statement(
        "A top-up does not pay for the sale that it is part of",
        "Odoo 18, sale_loyalty: a wallet applied to an order that tops it up",
        "[wallet]\n",
        """
Member Ana: wallet 10.00
Sale 1 by Ana:
  1 x BAG at 100.00
  top up 50.00
  pays 60.00 from wallet
  expect refused too_little_money
Sale 2 by Ana:
  1 x BAG at 100.00
  top up 50.00
  pays 10.00 from wallet
  expect to pay 140.00
Expect Ana: wallet 50.00
""",
    ),
    Statement(
        "Kept money pays what is left after every discount, in whatever order it is told",
        "Odoo 18, sale_loyalty: wallet first, then a free product: minus 15 before tax",
        "[wallet]\n" + '\n[[vouchers]]\nkind = "product"\nrule = "free"\nskus = ["A"]\n',
        """
Member Ana: wallet 115.00
Coupon FREE of free
Sale 1 by Ana:
  1 x A at 115.00
  1 x B at 115.00
  pays 115.00 from wallet
  coupon FREE
  expect discount 115.00, to pay 0
""",
    ),
    Statement(
        "A card pays once: of two payments of all it holds one is refused",
        "Azuriom Shop (issue): parallel payments with one card",
        CARDS,
        """
Gift card G1: 50.00
Sale 1:
  1 x BAG at 50.00
  pays 50.00 by gift card G1
  expect to pay 0
Sale 2:
  1 x BAG at 50.00
  pays 50.00 by gift card G1
  expect refused too_little_money
Expect G1: money 0
""",
    ),
    Statement(
        "Nobody mints money with a payment below nothing",
        "opensourcepos (pull request): a negative gift card payment",
        CARDS,
        "Gift card G1: 5.00\nSale 1:\n  1 x BAG at 50.00\n"
        "  pays -20.00 by gift card G1\n  expect refused negative_tender\n"
        "Expect G1: money 5.00\n",
    ),
    Statement(
        "Whoever spends what held them up falls as far as the balance reaches, at once",
        "Voucherify, tiers: downgrade over several levels (thresholds are ours)",
        PAY + '\n[ladder]\nmetric = "balance"\nfalls = "at_once"\nwindow_days = 365\n'
        'tiers = [{ tier = "bronze", from_count = 0 },'
        ' { tier = "silver", from_count = 100 }, { tier = "gold", from_count = 200 }]\n',
        """
Member Ana: points 250, tier gold
Sale 1 by Ana:
  1 x BAG at 2.00
  pays 200 points
Expect Ana: points 50, tier bronze
""",
    ),
    Statement(
        "A tier of a month begun on 20 July is held to the end of 19 August",
        "Voucherify, tiers: a month of grace counted from entry",
        "[ladder]\nwindow_days = 5\nduration_months = 1\n"
        'tiers = [{ tier = "low", from_minor = 0 }, { tier = "high", from_minor = 100 }]\n',
        """
Now 2026-07-20 10:00
Member Ana
Sale 1 by Ana:
  1 x BAG at 2.00
  expect tier high
Now 2026-08-19 23:59
Expect Ana: tier high
Now 2026-08-20 00:00
Expect Ana: tier low
""",
    ),
    Statement(
        "Rounded up to the end of the month it is held to the end of 31 August",
        "Voucherify, tiers: a month of grace rounded up to the end of the month",
        "[ladder]\nwindow_days = 5\nduration_months = 1\n"
        'duration_end = "month"\n'
        'tiers = [{ tier = "low", from_minor = 0 }, { tier = "high", from_minor = 100 }]\n',
        """
Now 2026-07-20 10:00
Member Ana
Sale 1 by Ana:
  1 x BAG at 2.00
  expect tier high
Now 2026-08-31 23:59
Expect Ana: tier high
Now 2026-09-01 00:00
Expect Ana: tier low
""",
    ),
    Statement(
        "A tier that a sale reached goes with its return (Open Loyalty leaves it)",
        "Open Loyalty, help: returns and cancellations",
        "[ladder]\nwindow_days = 365\n"
        'tiers = [{ tier = "low", from_minor = 0 }, { tier = "high", from_minor = 100 }]\n',
        """
Member Ana
Sale 1 by Ana:
  1 x BAG at 2.00
  expect tier high
Void sale 1
  expect tier low
Expect Ana: tier low
""",
    ),
)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.name)
def test_what_was_published_holds(statement: Statement) -> None:
    assert differences(statement) == []
