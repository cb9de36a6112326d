"""A POS's own totals go up with everything else, and head office agrees with the till."""

from install.demo.baskets import WORKSTATION
from install.demo.shop import Shop
from tests.e2e.booked import times_booked


def test_head_office_takes_a_days_report(shop: Shop) -> None:
    report = {
        "document": {
            "store": shop.store,
            "workstation": WORKSTATION,
            "business_day": "2026-11-21",
            "number": "Z1",
        },
        "at": "2026-11-21T22:00:00+08:00",
        "currency": "MYR",
        "sales": {"count": 0, "amount_minor": 0},
    }

    kept = shop.pos.post("/v1/day-totals", report).accepted()
    night = shop.night()

    assert kept.text("state") == "kept"
    assert night.at("agrees") is True
    assert times_booked(shop.data)[f"{shop.store}|{WORKSTATION}|2026-11-21|Z1|day_totals"]
