"""Which statements can be asked: one line a form, add yours."""

from typing import Final

from tests.conformance.cases import Case
from tests.conformance.forms import buying, earning, figures, keeping, paying, pieces, tiers
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
    form(buying.sets, "buy get lines", "same_range same_item"),
    form(buying.offers, "promos lines same_item"),
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
    form(tiers.kept, "entered grace", "fell"),
    form(figures.deferred, "sale goods_ssp points_ssp"),
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
