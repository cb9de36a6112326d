"""django-oscar's offer applicator: a shop of its own in memory, each rule an offer.

Started with the Python of the peers' own environment; nothing of ours is imported.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

Job = Mapping[str, Any]  # Whatever the bench wrote as JSON.
Model = Any  # A class or an object that Django makes.

_POINT = Decimal("0.01")
"""What a point is in money off a piece. Prices are whole, so that none bounds it."""


class _TablesFromModels(dict[str, None]):
    """Says of every application that it has no migrations: tables come at once."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def __missing__(self, name: str) -> None:
        return None


def django_oscar(job: Job) -> Callable[[Mapping[str, Any], str], int]:
    """Open a shop that sells every line of the job; return who asks its applicator."""
    _open_shop()
    baskets = {id(basket): _basket(basket) for basket in job["baskets"]}
    by_tier = _offers(job["rules"])
    applicator = _applicator(by_tier)

    def ask(basket: Mapping[str, Any], tier: str) -> int:
        sold = baskets[id(basket)]
        sold.reset_offer_applications()
        applicator.apply(sold, user=tier)
        return int(sold.total_discount / _POINT)

    return ask


def _open_shop() -> None:
    defaults = import_module("oscar.defaults")
    told = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
    simple = {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
    memory = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    import_module("django.conf").settings.configure(
        **told,
        DATABASES={"default": memory},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HAYSTACK_CONNECTIONS={"default": simple},
        INSTALLED_APPS=import_module("oscar").INSTALLED_APPS,
        MIGRATION_MODULES=_TablesFromModels(),
        SITE_ID=1,
        USE_TZ=True,
    )
    import_module("django").setup()
    call = import_module("django.core.management").call_command
    call("migrate", run_syncdb=True, verbosity=0)


def _model(name: str) -> Model:
    application, _, model = name.partition(".")
    return import_module("oscar.core.loading").get_model(application, model).objects


def _range(category: str) -> Model:
    return _model("offer.Range").get_or_create(name=category, slug=category)[0]


def _basket(told: Mapping[str, Any]) -> Model:
    """Return a basket of its own articles, each on its shelf."""
    strategy = import_module("oscar.apps.partner.strategy").Default()
    basket = _model("basket.Basket").create()
    basket.strategy = strategy
    for line in told["lines"]:
        basket.add_product(_article(line), line["pieces"])
    return basket


def _article(line: Mapping[str, Any]) -> Model:
    kind, _ = _model("catalogue.ProductClass").get_or_create(
        name="goods", track_stock=False, requires_shipping=False
    )
    partner, _ = _model("partner.Partner").get_or_create(name="us")
    article = _model("catalogue.Product").create(title=line["category"], product_class=kind)
    _model("partner.StockRecord").create(
        product=article,
        partner=partner,
        partner_sku=str(article.pk),
        price=Decimal(line["amount"]) / line["pieces"],
    )
    _range(line["category"]).add_product(article)
    return article


def _offers(rules: list[Mapping[str, Any]]) -> Mapping[str, list[int]]:
    """Write each rule as an offer that others may stand beside; return them by tier."""
    everything = _model("offer.Range").create(name="all", includes_all_products=True)
    conditions, benefits = _model("offer.Condition"), _model("offer.Benefit")
    offers = _model("offer.ConditionalOffer")
    by_tier: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        condition = conditions.create(
            type=conditions.model.VALUE, range=everything, value=rule["minimum"]
        )
        benefit = benefits.create(
            type=benefits.model.FIXED_UNIT,
            range=_range(rule["category"]),
            value=rule["points"] * _POINT,
        )
        offer = offers.create(
            name=f"rule {number}",
            slug=f"rule-{number}",
            offer_type=offers.model.USER,
            exclusive=False,
            condition=condition,
            benefit=benefit,
        )
        for tier in rule["tiers"]:
            by_tier.setdefault(tier, []).append(offer.pk)
    return by_tier


def _applicator(by_tier: Mapping[str, list[int]]) -> Model:
    """Return an applicator that finds a user's offers by tier, as its authors mean it."""
    plain = import_module("oscar.apps.offer.applicator").Applicator
    offers = _model("offer.ConditionalOffer")

    def of_user(user: str) -> Model:
        return offers.filter(pk__in=by_tier[user]).select_related("condition", "benefit")

    return type("ByTier", (plain,), {"get_user_offers": staticmethod(of_user)})()
