"""Which statements can be asked: one line a form, add yours."""

from typing import Final

from tests.conformance.adapters import lasting
from tests.conformance.cases import Case
from tests.conformance.forms import (
    budgets,
    buying,
    earning,
    figures,
    keeping,
    occasions,
    paying,
    pieces,
    purses,
    returning,
    tiers,
)
from tests.conformance.forms.form import Form, form
from tests.conformance.judging import Adapter

FORMS: Final[tuple[Form, ...]] = (
    form(pieces.each, "fixed_each lines", "max_qty"),
    form(pieces.each, "percent_each lines", "max_qty"),
    form(pieces.across, "fixed_across lines"),
    form(pieces.across, "fixed_order lines"),
    form(pieces.across, "percent_across lines"),
    form(pieces.across, "percent_order lines"),
    form(pieces.capped, "percent cap lines"),
    form(pieces.discountable, "percent lines"),
    form(pieces.named, "items_minor amount_off_minor_each on"),
    form(pieces.named, "items_minor amount_off_minor_total on"),
    form(pieces.named, "items_minor percent on"),
    form(budgets.spending, "fixed_each lines budget_spend", "max_qty partial"),
    form(budgets.spending, "percent_each lines budget_spend", "max_qty partial"),
    form(budgets.spending, "fixed_across lines budget_spend", "partial"),
    form(budgets.spending, "percent_across lines budget_spend", "partial"),
    form(budgets.spending, "fixed_order lines budget_spend", "partial"),
    form(budgets.spending, "percent_order lines budget_spend", "partial"),
    form(budgets.uses, "budget_usage_limit used fixed_each"),
    form(budgets.uses, "budget_usage_limit used percent_each"),
    form(budgets.uses, "budget_usage_limit used fixed_across"),
    form(budgets.uses, "budget_usage_limit used percent_across"),
    form(buying.sets, "buy get lines", "same_range same_item"),
    form(buying.offers, "promos lines same_item"),
    form(buying.offers, "promos lines same_range"),
    form(buying.given_away, "get lines"),
    form(buying.too_few, "buy lines_matching_qty"),
    form(buying.others, "buy get basket"),
    form(buying.by_article, "buy free basket", "same_product_only"),
    form(paying.used, "order_total balance point_value use_points"),
    form(paying.reward, "basket balance required_points value_per_point"),
    form(paying.worth, "balance value_per_point"),
    form(paying.share, "order_total max_percent balance"),
    form(paying.rest, "order_total_minor discount_already_minor next_amount_off_minor"),
    form(paying.affordable, "balance earned_in_sale cost"),
    form(paying.twice, "card parallel_payments"),
    form(keeping.repeated, "sale_points deliveries_of_same_sale"),
    form(keeping.repeated, "sale_points confirm_calls"),
    form(keeping.undone, "sale_points refund"),
    form(keeping.undone, "sale_points sale_deleted"),
    form(keeping.unspent, "opening redeem refund_of_redemption"),
    form(keeping.sales_and_returns, "events"),
    form(keeping.ended, "accounts expire_as_of"),
    form(keeping.below_nothing, "active rollback policy"),
    form(earning.memberships, "spend affiliations rates_per_currency_unit"),
    form(earning.tendered, "basket tenders points_per_money"),
    form(earning.visits, "visit_program_min_spend sale points refunds"),
    form(occasions.word, "rule_mode points_per_order code_entered"),
    form(occasions.next_sale, "min_qty quantities"),
    form(occasions.switched, "orders rule"),
    form(purses.sold_cards, "sold"),
    form(purses.card_sale_undone, "gift_card_value refund_the_gift_card_sale", "spent"),
    form(purses.cashback_undone, "cashback refund"),
    form(purses.topped_up, "wallet sale pay_with_wallet"),
    form(purses.negative, "tender amount"),
    form(returning.line_of_coupon, "lines coupon points_per_money refund_line"),
    form(returning.pieces, "rule lines return"),
    form(returning.part, "earned refund_points_value"),
    form(tiers.kept, "entered grace", "fell"),
    form(figures.deferred, "sale goods_ssp points_ssp"),
    form(
        figures.worth_of_points, "sale points point_value", "goods_ssp expected_redemption"
    ),
    form(figures.worth_of_points, "sale points point_value redemption_rate", "goods_ssp"),
    form(lasting.pending, "earned pending_days", "validity_months validity_days"),
    form(figures.delivered, "shipping_excl shipping_incl", "percent amount fixed_price"),
    form(
        figures.deferred,
        "sales goods_ssp points_ssp",
        "points redeemed_cumulative expected_total",
    ),
    form(figures.active, "at end", "start"),
    form(figures.active, "at start", "end"),
    form(figures.better, "applied_percent offered_percent"),
    form(figures.foreign, "rule_currency order_currency amount"),
)


def asked_by(case: Case) -> Adapter | None:
    """Return who asks a statement of this form; none where nobody knows the form."""
    return next((known.ask for known in FORMS if known.fits(case)), None)
