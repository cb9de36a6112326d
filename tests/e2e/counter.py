"""What a cashier sees at the counter of a shop."""

from install.demo.answers import text_at
from install.demo.baskets import WORKSTATION
from install.demo.shop import Shop


def member_there(shop: Shop) -> str:
    """Name the member who stands at the shop's workstation; empty when nobody does."""
    session = shop.pos.get("/v1/session", workstation=WORKSTATION).accepted()
    found = session.at("member")
    return text_at(found, "name") if isinstance(found, dict) else ""
