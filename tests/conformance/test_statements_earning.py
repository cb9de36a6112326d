"""Published statements about earning and about paying with points."""

import pytest

from tests.conformance.statements import BASE, PAY, Statement, differences

STATEMENTS = (
    Statement(
        "Rates of every tier and group a member has add up",
        "Dynamics 365 Commerce, loyalty earning rules by affiliation",
        """
[ladder]
window_days = 365
tiers = [{ tier = "plain", from_minor = 0 }, { tier = "gold", from_minor = 100000 }]

[[earn]]
kind = "per_spend"
rule = "gold"
points = 10
step_minor = 100
when = { tiers = ["gold"] }

[[earn]]
kind = "per_spend"
rule = "veteran"
points = 5
step_minor = 100
when = { groups = ["veteran"] }
""",
        """
Member Ana: tier gold, group veteran
Member Bo: group veteran
Sale 1 by Ana:
  1 x TEA at 1.00
  expect earned 15
Sale 2 by Bo:
  1 x TEA at 1.00
  expect earned 5
""",
    ),
    Statement(
        "One rule rounds alike in every channel (Odoo rounds its till and its shop apart)",
        "Odoo 18, loyalty: half up at the point of sale, down in sales",
        BASE,
        """
Member Ana
Sale 1 by Ana:
  1 x TEA at 9.99
  channel store
  expect earned 9
Sale 2 by Ana:
  1 x TEA at 9.99
  channel web
  expect earned 9
""",
    ),
    Statement(
        "Fractions of a point are whole parts of a smaller unit: 265 tenths",
        "Odoo 18, point_of_sale loyalty tours: 0.1 point a unit of money",
        '[[earn]]\nkind = "per_spend"\nrule = "tenths"\nstep_minor = 100\n',
        "Member Ana\nSale 1 by Ana:\n  1 x TEA at 265.00\n  expect earned 265\n",
    ),
    Statement(
        "Points go to whoever stands there at the end; changing the card leaves nothing",
        "Odoo 18, pos_loyalty tours: a second code scanned during the order",
        '[[earn]]\nkind = "per_item"\nrule = "piece"\npoints = 1\n',
        """
Member BBB
Member CCC
Quote for BBB:
  4 x PEN at 1.00
  expect earned 4
Sale 1 by CCC:
  4 x PEN at 1.00
Quote for CCC:
  3 x PEN at 1.00
Sale 2 by BBB:
  3 x PEN at 1.00
Expect CCC: points 4
Expect BBB: points 3
""",
    ),
    Statement(
        "Whoever is taken off the basket takes what was theirs along",
        "Odoo 18, pos_loyalty tours: customer removed after a reward was claimed",
        '[[discounts]]\nkind = "percent"\nrule = "half"\npercent = "50"\n'
        "when = { members = true }\n",
        """
Member Ana
Quote for Ana:
  2 x PEN at 3.20
  expect total 3.20
Quote:
  2 x PEN at 3.20
  expect total 6.40, discount 0
""",
    ),
    Statement(
        "What a gift card pays earns as money does",
        "Odoo 18, pos_loyalty: earning on an order paid with a gift card",
        BASE,
        """
Gift card G1: 50.00
Member Ana
Sale 1 by Ana:
  1 x SET at 100.00
  pays 50.00 by gift card G1
  expect earned 100, to pay 50.00
""",
    ),
    Statement(
        "A formula of price and piece is two rules, counted in hundredths",
        "Voucherify, earning by a formula: price times 0.01 plus 1",
        BASE + '\n[[earn]]\nkind = "per_item"\nrule = "each"\npoints = 100\n',
        """
Member Ana
Sale 1 by Ana:
  1 x TEA at 6.00
  expect earned 106
Sale 2 by Ana:
  1 x TEA at 10.00
  expect earned 110
""",
    ),
    Statement(
        "A rule that asks for a word gives nothing until the word is given",
        "Odoo (developer tests): a rule with a code",
        '[[earn]]\nkind = "per_visit"\nrule = "word"\npoints = 10\n'
        'when = { codes = ["SUMMER"] }\n',
        """
Member Ana
Sale 1 by Ana:
  1 x TEA at 5.00
  expect earned 0
Sale 2 by Ana:
  1 x TEA at 5.00
  coupon SUMMER
  expect earned 10
""",
    ),
    Statement(
        "A sale that is taken back leaves no points, however it is taken back",
        "Repair-Desk (issue): points stayed when the invoice was deleted",
        BASE,
        "Member Ana\nSale 1 by Ana:\n  1 x FIX at 10.00\nExpect Ana: points 10\n"
        "Void sale 1\nExpect Ana: points 0, owed 0\n",
    ),
    Statement(
        "A share of the basket is the most that points pay",
        "noris.ru, conditions: 30 per cent of an order",
        PAY + 'max_share = "3/10"\n',
        """
Member Ana: points 500
Quote for Ana:
  1 x TEA at 10.00
  pays 301 points
  expect refused more_than_basket
Sale 1 by Ana:
  1 x TEA at 10.00
  pays 300 points
  expect to pay 7.00
""",
    ),
    Statement(
        "A hundred points worth 1.00 each leave 165.00 of 265.00",
        "Odoo 18, loyalty: points as a discount",
        '[[rewards]]\nkind = "points_tender"\nrule = "pay"\nstep = 100\n'
        "value_minor_per_step = 10000\nminimum = 100\n",
        "Member Ana: points 100\nSale 1 by Ana:\n  1 x SOFA at 265.00\n"
        "  pays 100 points\n  expect to pay 165.00\n",
    ),
    Statement(
        "A point worth 2.00: twenty pay 40.00 of 100.00, fifty pay all of it",
        "Open Loyalty, userguide: points to money",
        '[[rewards]]\nkind = "points_tender"\nrule = "pay"\nstep = 1\n'
        "value_minor_per_step = 200\n",
        """
Member Ana: points 50
Member Bo: points 50
Sale 1 by Ana:
  1 x SET at 100.00
  pays 20 points
  expect to pay 60.00
Sale 2 by Bo:
  1 x SET at 100.00
  pays 50 points
  expect to pay 0
""",
    ),
    Statement(
        "Worth is points times value: 77 at 0.05 are 3.85, not 1540",
        "POS-Awesome (issue): divided instead of multiplied",
        '[[rewards]]\nkind = "points_tender"\nrule = "pay"\nstep = 1\n'
        "value_minor_per_step = 5\n",
        "Member Ana: points 77\nSale 1 by Ana:\n  1 x SET at 10.00\n"
        "  pays 77 points\n  expect to pay 6.15\n",
    ),
    Statement(
        "Who has 3 cannot pay 5, whatever this sale will earn",
        "Odoo (developer tests): reward dearer than the balance",
        BASE + PAY,
        "Member Ana: points 3\nSale 1 by Ana:\n  1 x TEA at 1.00\n"
        "  pays 5 points\n  expect refused too_few_points\n",
    ),
    Statement(
        "Validity counts from the day points became usable, where the unit says so",
        "Voucherify, pending points: validity from activation (days are ours)",
        BASE + '\n[[units]]\nunit = "points"\npending_days = 13\nexpires_months = 1\n'
        'expires_from = "active"\n',
        """
Now 2026-01-01 10:00
Member Ana
Sale 1 by Ana:
  1 x TEA at 10.00
Now 2026-01-14 23:59
Expect Ana: points 0, pending 10
Now 2026-01-15 00:00
Expect Ana: points 10
Now 2026-02-15 23:59
Expect Ana: points 10
Now 2026-02-16 00:00
Expect Ana: points 0
""",
    ),
    Statement(
        "At midnight points become usable, then tiers move, then what is over ends",
        "Voucherify, order of the day's jobs",
        BASE + '\n[[units]]\nunit = "points"\npending_days = 3\nexpires_days = 3\n'
        '\n[ladder]\nmetric = "balance"\nfalls = "at_once"\nwindow_days = 365\n'
        'tiers = [{ tier = "low", from_count = 0 }, { tier = "high", from_count = 10 }]\n',
        """
Now 2026-01-01 10:00
Member Ana
Sale 1 by Ana:
  1 x TEA at 10.00
Expect Ana: points 0, pending 10, tier low
Later 4 days
Expect Ana: points 0, pending 0
""",
    ),
    Statement(
        "A tier by points earned is not lost by spending them (an automatic reward would)",
        "Voucherify, automatic redemption before the tier is looked at",
        BASE + PAY + '\n[ladder]\nmetric = "points"\nwindow_days = 365\n'
        'tiers = [{ tier = "low", from_count = 0 }, { tier = "high", from_count = 100 }]\n',
        """
Member Ana
Sale 1 by Ana:
  1 x TEA at 100.00
  expect tier high
Sale 2 by Ana:
  1 x TEA at 1.00
  pays 100 points
Expect Ana: points 0, tier high
""",
    ),
)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.name)
def test_what_was_published_holds(statement: Statement) -> None:
    assert differences(statement) == []
