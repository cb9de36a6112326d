"""``vafa programme simulate``: past sales in, tables and a report out."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from pyarrow import parquet

from agent.programmes.programme_files import load
from agent.programmes.simulating.columns import Reading
from agent.programmes.simulating.outcome import Assumed, outcome
from agent.programmes.simulating.past import PastSales
from agent.programmes.simulating.replay import Asked, replay
from agent.programmes.simulating.sales_files import read_sales
from agent.programmes.simulating.totals import Totals
from sync.kit.cli import main

DEMO = Path("install/programmes/demo.toml")
HEADER = "sale,at,member,store,sku,category,quantity,amount,discount\n"
COFFEE = "1,2026-01-05T10:00,sara,S01,COF,coffee,2,25.80,0\n"
BREAD = "1,2026-01-05T10:00,sara,S01,BRE,bread,1,4.20,0.20\n"


def written(folder: Path, *rows: str, name: str = "sales.csv") -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def a_year(folder: Path) -> Path:
    """Write a year of thirty members' sales, the same every time."""
    chance = Random(7)  # a sale is no secret
    rows = []
    for number in range(600):
        day = f"2026-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        member = f"m{chance.randrange(30)}" if chance.random() < 0.9 else ""
        for _ in range(chance.randrange(1, 5)):
            category = chance.choice(("coffee", "bread", "home"))
            cents = chance.randrange(100, 30_000)
            rows.append(
                f"{number},{day}T{number % 12 + 8:02d}:00,{member},S01,"
                f"{category},{category},1,{cents // 100}.{cents % 100:02d},0\n"
            )
    return written(folder, *rows)


def past_of(path: Path) -> PastSales:
    programme = load(DEMO)
    reading = Reading(
        currency=programme.currency, zone=programme.reckoning.zone, columns={}
    )
    return read_sales(path, reading, lambda _: None).past


def replayed(path: Path, *, workers: int = 1) -> Totals:
    asked = Asked(programme=load(DEMO), workers=workers, redeem="whenever")
    return replay(past_of(path), asked, lambda _done, _of: None)


def test_a_receipt_gives_what_the_law_gives(tmp_path: Path) -> None:
    totals = replayed(written(tmp_path, COFFEE, BREAD))

    # One point a ringgit of 29.80, and as many again for the coffee's 25.80.
    assert totals.earned == 29 + 25
    assert totals.net_minor == 2_980
    assert totals.value_minor == {"sara": 54}


def test_neither_the_order_of_rows_nor_the_number_of_workers_matters(
    tmp_path: Path,
) -> None:
    path = a_year(tmp_path)
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    mixed = tmp_path / "mixed.csv"
    # Receipts in another order; the lines of each stay as they were rung up.
    mixed.write_text(
        head + "".join(sorted(rows, key=lambda row: int(row.split(",")[0]) * 7 % 601)),
        encoding="utf-8",
    )

    one, two, other = replayed(path), replayed(path, workers=2), replayed(mixed)

    assert one.sales == 600
    assert one.redeemed > 0
    assert one == two
    assert (other.earned, other.redeemed, other.tiers) == (
        one.earned,
        one.redeemed,
        one.tiers,
    )


def test_what_was_earned_is_redeemed_ended_or_still_owed(tmp_path: Path) -> None:
    totals = replayed(a_year(tmp_path))

    assert totals.earned == sum(totals.rules[name].points for name in totals.rules)
    assert totals.redeemed_minor == totals.redeemed
    assert 0 <= totals.redeemed + totals.expired <= totals.earned
    assert sum(day.earned for day in totals.days.values()) == totals.earned


def test_what_is_put_off_for_points_waits_until_they_are_used(tmp_path: Path) -> None:
    totals = replayed(written(tmp_path, COFFEE, BREAD))

    found = outcome(load(DEMO), totals, Assumed()).deferral

    # 54 points of a cent beside 29.80 of goods: 2,980 of 3,034 is the goods' part.
    assert found.deferred_minor == 53
    assert found.waiting_minor == 53


def test_parquet_with_inexact_numbers_is_the_same_money(tmp_path: Path) -> None:
    table = pa.table(
        {
            "basket_id": [1, 1],
            "household_id": [9, 9],
            "transaction_timestamp": ["2026-01-05T10:00", "2026-01-05T10:00"],
            "product_category": ["coffee", "bread"],
            "sales_value": [25.8, 0.1 + 0.2],
        }
    )
    path = tmp_path / "sales.parquet"
    parquet.write_table(table, path)

    totals = replayed(path)

    assert totals.net_minor == 2_580 + 30


def test_the_tables_and_the_data_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(a_year(tmp_path))
    assert main(["programme", "simulate", str(DEMO), path, "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert main(["programme", "simulate", str(DEMO), path, "--workers", "1", "--json"]) == 0

    data = json.loads(capsys.readouterr().out)

    (one,) = data["outcomes"]
    assert f"{one['totals']['earned']:,}" in told
    assert "gold-welcome" in told
    assert data["difference"] is None


@pytest.mark.parametrize("language", ["en", "fa", "am", "ms"])
def test_the_report_stands_alone_in_every_language(tmp_path: Path, language: str) -> None:
    twice = DEMO.read_text(encoding="utf-8").replace("points = 1\n", "points = 2\n")
    other = tmp_path / "twice.toml"
    other.write_text(twice, encoding="utf-8")
    page = tmp_path / "report.html"

    code = main(
        [
            *("programme", "simulate", str(other), str(a_year(tmp_path))),
            *("--against", str(DEMO), "--html", str(page)),
            *("--lang", language, "--workers", "1"),
        ]
    )

    assert code == 0
    html = page.read_text(encoding="utf-8")
    seen = _Seen()
    seen.feed(html)
    assert seen.fetched == []
    assert seen.direction == ("rtl" if language == "fa" else "ltr")
    assert seen.bars > 20
    assert "simulate." not in html


def test_two_programmes_are_told_by_who_loses_and_who_gains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = DEMO.read_text("utf-8").replace("points = 1\n", "points = 2\n")
    other = tmp_path / "twice.toml"
    other.write_text(fewer, encoding="utf-8")
    asked = [str(DEMO), str(a_year(tmp_path)), "--against", str(other), "--workers", "1"]

    assert main(["programme", "simulate", *asked]) == 0
    said = capsys.readouterr().out
    assert "Get less           30  \u2212RM" in said
    assert "Who loses most" in said
    assert "Who gains most" not in said
    assert "a margin of 25 % of sales" in said


def test_what_a_wallet_is_given_costs_what_it_is(tmp_path: Path) -> None:
    wallet = load(Path("install/programmes/cashback-wallet.toml"))
    asked = Asked(programme=wallet, workers=1)
    past = past_of(a_year(tmp_path))

    found = outcome(wallet, replay(past, asked, lambda _done, _of: None), Assumed())

    assert found.result.costs.total_minor == found.totals.earned > 0
    assert found.cost_minor("cashback-2") == found.totals.earned


def test_a_persian_report_has_persian_months_and_percents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "report.html"
    asked = [str(DEMO), str(a_year(tmp_path)), "--html", str(page), "--workers", "1"]

    assert main(["programme", "simulate", *asked, "--lang", "fa"]) == 0
    html = page.read_text("utf-8")
    assert "<title>فروردین ۱۴۰۵: " in html
    told = capsys.readouterr().out
    assert re.search("[۰-۹]٫[۰-۹][۰-۹]٪", told)  # noqa: RUF001  # Persian digits


class _Seen(HTMLParser):
    """What a page fetches, which way it is written, how many bars it draws."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.direction = ""
        self.bars = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "html":
            self.direction = named.get("dir") or ""
        self.bars += tag == "rect"
        self.fetched += [str(named[name]) for name in ("src", "href") if name in named]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "No column holds what is called sale. The columns are a, b."),
        (HEADER, "There are no sales"),
        (HEADER + "1,yesterday,sara,S01,x,y,1,1.00,0\n" * 12, "make no sense"),
        (HEADER + "1,2026-01-05,sara,S01,x,y,1,a lot,0\n" * 12, "is no amount"),
        (HEADER + "1,2026-01-05,sara,S01,x,y,1,1e400,0\n" * 12, "make no sense"),
        ("\x00\xff", "No column"),
    ],
)
def test_a_file_that_is_none_is_told_so(
    tmp_path: Path, rows: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(rows, encoding="utf-8")

    code = main(["programme", "simulate", str(DEMO), str(path), "--workers", "1"])

    assert code != 0
    assert said in capsys.readouterr().err


def test_lines_that_make_no_sense_are_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, COFFEE, BREAD, "2,2026-13-05,sara,S01,x,y,1,1.00,0\n")

    assert main(["programme", "simulate", str(DEMO), str(path), "--workers", "1"]) == 0

    said = capsys.readouterr().out
    assert "made no sense and were left out: 1" in said
    assert "sales.csv, line 4" in said


def test_parquet_is_read_as_far_as_it_makes_sense(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = 1_767_607_200_123_456_789  # nanoseconds, which no clock of a shop has
    table = pa.table(
        {
            "sale": ["1", "1", "2", None],
            "at": pa.array([begun, begun, None, begun], pa.timestamp("ns", "UTC")),
            "member": [[7], [7], [8], None],
            "amount": [1.005, 2, 3, float("nan")],
        }
    )
    path = tmp_path / "sales.parquet"
    parquet.write_table(table, path)

    assert main(["programme", "simulate", str(DEMO), str(path), "--workers", "1"]) == 0

    said = capsys.readouterr().out
    assert "line 4: '' is no time" in said
    assert "line 5: 'nan' is no amount" in said
    # By its shortest text 1.005 is half a cent over, and rounded up.
    past = past_of(path)
    assert [amount for *_, amount, _ in past.rows(0)] == [101, 200]


def test_what_only_calls_itself_parquet_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, COFFEE, name="sales.parquet")

    assert main(["programme", "simulate", str(DEMO), str(path), "--workers", "1"]) != 0

    assert "cannot be read" in capsys.readouterr().err


def test_rows_may_end_early_and_columns_be_many(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    header = "sale,at,amount,quantity," + ",".join(f"x{at}" for at in range(500))
    path.write_text(
        f"{header}\n1,2026-01-05,12.50\n\n1,2026-01-05,2.50,2,a,b,c\n", encoding="utf-8"
    )

    past = past_of(path)

    assert list(past.rows(0)) == [("", "", 1_000, 1_250, 0), ("", "", 2_000, 250, 0)]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01"])
def test_a_day_on_which_nobody_sells_is_no_day(
    tmp_path: Path, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, COFFEE, f"2,{day},sara,S01,x,y,1,1.00,0\n")

    assert main(["programme", "simulate", str(DEMO), str(path), "--workers", "1"]) == 0

    assert f"'{day}' is no time" in capsys.readouterr().out


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("Bon;Zeit;Summe\n7;2026-01-05T10:00;12.50\n", encoding="utf-8")
    named = ["--column", "sale=Bon", "--column", "at=Zeit", "--column", "amount=Summe"]

    assert (
        main(["programme", "simulate", str(DEMO), str(path), "--workers", "1", *named]) == 0
    )


@pytest.mark.parametrize(
    ("days", "day", "amount"),
    [
        ("ymd", "2026-01-05 10:00", "1,250.50"),
        ("ymd", "2026/01/05", "1250,5"),
        ("dmy", "05/01/2026 9:30", "1.250,50"),
        ("mdy", "1/5/2026", "1250.50"),
        ("jalali", "1404/10/15 10:00", "\u06f1\u06f2\u06f5\u06f0\u066b\u06f5"),
        ("ethiopian", "2018-04-27", "1250.5"),
    ],
)
def test_days_and_amounts_are_read_as_they_are_written(
    tmp_path: Path, days: str, day: str, amount: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(f"receipt;time;total\n7;{day};{amount}\n", encoding="utf-8")
    asked = [str(DEMO), str(path), "--days", days, "--workers", "1", "--json"]

    assert main(["programme", "simulate", *asked]) == 0
    (one,) = json.loads(capsys.readouterr().out)["outcomes"]
    assert one["totals"]["days"].keys() == {"2026-01-05"}
    assert one["totals"]["net_minor"] == 125_050


@pytest.mark.parametrize(
    ("days", "day", "amount"),
    [
        ("dmy", "2026-01-05", "1"),
        ("dmy", "31/02/2026", "1"),
        ("jalali", "1404/12/31", "1"),
        ("ymd", "1404-10-15", "1"),
        ("ymd", "2026-01-05", "1,25,0"),
        ("ymd", "2026-01-05", "RM 1"),
    ],
)
def test_what_could_mean_two_things_or_none_is_left_out(
    tmp_path: Path, days: str, day: str, amount: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(f"receipt;time;total\n7;{day};{amount}\n", encoding="utf-8")

    assert main(["programme", "simulate", str(DEMO), str(path), "--days", days]) == 1
    assert "There are no sales" in capsys.readouterr().err


def test_no_number_of_workers_is_below_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["programme", "simulate", str(DEMO), str(tmp_path), "--workers", "-3"])
    assert "-3 is not between 0 and 256" in capsys.readouterr().err
