"""``expiry.date``, ``tier.duration`` and ``tier.period``: how long value and tiers last."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rules.ground.ids import TierId
from rules.ladder.tenure import Tenure, tenure
from tests.conformance.engine import ZONE, basket, day, line, programme, settled
from tests.conformance.given import Given, InexpressibleError

_TOP = TierId("top")
_LADDER = [{"tier": "base", "from_minor": 0}, {"tier": _TOP, "from_minor": 1}]
_EARN = {"kind": "per_spend", "rule": "base", "step_minor": 1}
_WINDOWS = {f"calendar_{kind}": kind for kind in ("month", "quarter", "half_year", "year")}
_STARTS = {"immediately": "now", "next_period": "next_period"}
_ONE_DAY = timedelta(days=1)
_LASTING = {
    "days": ("expires_days", 1),
    "weeks": ("expires_days", 7),
    "months": ("expires_months", 1),
    "years": ("expires_months", 12),
}


def expiry(given: Given) -> dict[str, object]:
    """Sell on the day and say when the lot that was born ends, by a zone's calendar."""
    rule = given.table("rule")
    unit: dict[str, object] = {"unit": "points"}
    for said, (field, times) in _LASTING.items():
        if said in rule:
            unit[field] = rule.whole(said) * times
    if "round_up_to" in rule:
        unit["expires_end"] = rule.text("round_up_to")
    zone = given.text("zone", ZONE.key)
    where = {"zone": zone, "calendar": given.text("calendar", "gregorian")}
    rules = programme(units=[unit], earn=[_EARN], **where)
    sold = settled(rules, basket([line("1", 100)], at=day(given.text("earned"))))
    end = sold.lots[0].expires
    if end is None:
        raise InexpressibleError("it never ends")
    local = end.astimezone(ZoneInfo(zone))
    return {"last_valid_day": _day(local - _ONE_DAY), "exclusive": _instant(local)}


def pending(given: Given) -> dict[str, object]:
    """Sell on the day; say from when points are usable and until when from then on."""
    days = given.whole("pending_days")
    if days == 1:
        raise InexpressibleError("pending_days: days are whole, the first not counted")
    # We count whole days after the day of the sale.
    unit: dict[str, object] = {"unit": "points", "pending_days": max(0, days - 1)}
    for said, field in (
        ("validity_months", "expires_months"),
        ("validity_days", "expires_days"),
    ):
        if said in given:
            unit |= {field: given.whole(said), "expires_from": "active"}
        given.aside(said)
    rules = programme(units=[unit], earn=[_EARN])
    sold = settled(rules, basket([line("1", 100)], at=day(given.text("earned"))))
    (lot,) = sold.lots
    answer: dict[str, object] = {"active_from": _day(lot.active_from)}
    if lot.expires is not None:
        answer["last_valid_day"] = _day(lot.expires - _ONE_DAY)
    return answer


def duration(given: Given) -> dict[str, object]:
    """Enter a tier for some time; that the balance falls meanwhile changes nothing."""
    given.aside("balance_fell_on")
    terms = {"window_days": 365}
    for name in ("duration_days", "duration_months"):
        if name in given:
            terms[name] = given.whole(name)
        given.aside(name)
    return {"expires_at": _instant(_until(held_from(terms, given.text("entered"))))}


def period(given: Given) -> dict[str, object]:
    """Reach a tier within a period of the calendar: from which to which day it is held."""
    window = given.text("qualification")
    start = given.text("start")
    if window not in _WINDOWS or start not in _STARTS:
        raise InexpressibleError(f"unknown {window!r} or {start!r}")
    terms = {
        "window": _WINDOWS[window],
        "start": _STARTS[start],
        "ends": given.text("end"),
        "extend_days": given.whole("extend_days", 0),
    }
    held = held_from(terms, given.text("reached"))
    return {"from": _day(held.begins), "until": _day(_until(held) - _ONE_DAY)}


def held_from(terms: Mapping[str, object], reached: str) -> Tenure:
    """Return how long the top tier of a ladder of these terms is held."""
    rules = programme(ladder={**terms, "tiers": _LADDER})
    if rules.ladder is None:
        raise InexpressibleError("no ladder")
    return tenure(rules.ladder, _TOP, day(reached), rules.reckoning)


def _until(held: Tenure) -> datetime:
    if held.until is None:
        raise InexpressibleError("it never ends")
    return held.until


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")
