"""Day totals through the local API of a running till."""

from tests.agent.counter.shop import document, example_sale
from tests.agent.running import RunningTill

REPORT = {
    "document": {
        "store": "S01",
        "workstation": "L2",
        "business_day": "2026-11-21",
        "number": "Z1",
    },
    "at": "2026-11-21T22:00:00+08:00",
    "currency": "MYR",
    "sales": {"count": 1, "amount_minor": 2724},
    "documents": [{"number": "000777", "kind": "sale"}],
}


def test_a_pos_tells_its_day_and_is_told_what_differs(till: RunningTill) -> None:
    till.ask("POST", "/v1/sales", example_sale(document=document("000778")))
    kept = till.ask("POST", "/v1/day-totals", REPORT)
    again = till.ask("POST", "/v1/day-totals", REPORT)

    told = till.ask("GET", "/v1/day-totals?business_day=2026-11-21&workstation=L2")

    assert (kept.status, again.body) == (200, kept.body)
    (day,) = told.json["days"]
    assert day["ours"]["sales"] == {"count": 1, "amount_minor": 2724}
    assert day["only_there"] == [{"kind": "sale", "number": "000777"}]
    assert day["only_here"] == [{"kind": "sale", "number": "000778"}]


def test_a_day_that_is_none_is_refused(till: RunningTill) -> None:
    for asked in ("", "?business_day=2026-13-01", "?business_day=2026-11-21&workstation="):
        assert till.ask("GET", f"/v1/day-totals{asked}").status == 422


def test_a_day_nobody_sold_on_has_no_rows(till: RunningTill) -> None:
    told = till.ask("GET", "/v1/day-totals?business_day=2019-01-01")

    assert told.json == {"business_day": "2019-01-01", "days": []}
