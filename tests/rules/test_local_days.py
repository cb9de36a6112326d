"""Days and months end with their last local day, as instants computed once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.calendars.local_days import end_of_day, end_of_month_day

KUALA_LUMPUR = ZoneInfo("Asia/Kuala_Lumpur")
# Its clocks went forward at midnight: 22 March 2021 began at 01:00 there.
TEHRAN = ZoneInfo("Asia/Tehran")


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def test_a_day_of_the_shop_is_not_a_day_of_greenwich() -> None:
    late_evening = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)

    ends = end_of_day(late_evening, KUALA_LUMPUR, days=0)

    assert ends == datetime(2026, 11, 22, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earned", "months", "over"),
    [
        # Voucherify's documentation of points expiration.
        ("2026-01-25", 1, "2026-02-26"),
        ("2026-01-01", 0, "2026-01-02"),
        ("2026-01-31", 1, "2026-03-01"),
        # Ours: the end of a leap year's February, and over new year.
        ("2026-02-28", 24, "2028-02-29"),
        ("2027-12-31", 2, "2028-03-01"),
    ],
)
def test_a_validity_in_months_is_over_with_the_same_day_or_the_months_last(
    earned: str, months: int, over: str
) -> None:
    zone = ZoneInfo("UTC")

    ends = end_of_month_day(noon(earned), zone, months=months)

    assert ends.isoformat() == f"{over}T00:00:00+00:00"


def test_a_tier_entered_for_30_days_is_over_after_the_thirtieth() -> None:
    # Voucherify's documentation, tier expiration: from 20 July, 30 days, over on 20 August.
    ends = end_of_day(noon("2026-07-20"), ZoneInfo("UTC"), days=30)

    assert ends == datetime(2026, 8, 20, tzinfo=UTC)


def test_a_midnight_the_clock_skipped_is_the_instant_it_skipped_at() -> None:
    ends = end_of_day(datetime(2021, 3, 21, 12, tzinfo=UTC), TEHRAN, days=0)

    assert ends == datetime(2021, 3, 21, 20, 30, tzinfo=UTC)
