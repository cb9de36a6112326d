"""Jinja2: the pages' templates in, HTML out; the only file that knows the package."""

from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined

TEMPLATES = (
    "frame.html",
    "cashier.html",
    "cashier_screen.html",
    "customer.html",
    "customer_screen.html",
    "held.html",
    "icons.html",
    "redeem.html",
    "sheet_attach.html",
    "sheet_block.html",
    "sheet_card.html",
    "sheet_done.html",
    "sheet_enrol.html",
    "sheet_gift_card.html",
    "sheet_menu.html",
    "sheet_nobody.html",
    "sheet_replace.html",
    "sheet_slip.html",
    "sheet_training.html",
    "sheet_turns.html",
    "sheet_vouchers.html",
    "sheet_wallet.html",
    "sign_in.html",
    "simulation.html",
    "told.html",
    "why.html",
    "wish.html",
)
"""Every template there is; one that is not named here is not there."""


def render(name: str, **values: object) -> str:
    """Fill a template; everything from outside is escaped, a missing value is a mistake."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> Environment:
    folder = files("agent.pages").joinpath("templates")
    sources = {name: folder.joinpath(name).read_text("utf-8") for name in TEMPLATES}
    return Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
