"""The wizard: three receipts in, a template out that reads them, and what it doubts."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agent.pos.intakes.plans import plan_of
from agent.pos.intakes.tap.proposing import propose
from agent.pos.intakes.tap.template import Template
from agent.pos.intakes.tap.trying import reads_as
from tests.agent.counter.shop import CARD
from tests.agent.intakes.receipts import CUT, INIT, LOGO
from tests.agent.intakes.test_dry_run import config
from tests.agent.running import command

HEAD = ("    CORNER SHOP SDN BHD", "   12 Jalan Ampang, KL", "SST No. W10-1808-32000001")


def malay(number: int, *lines: str) -> tuple[str, ...]:
    """Print a receipt as many POS in Malaysia do."""
    return (
        *HEAD,
        f"Receipt No: {number:06}   Till 2",
        f"{13 + number % 10}/11/2026 17:42:{number % 60:02}  Cashier: Aini",
        "-" * 42,
        *lines,
        "Thank you, come again!",
    )


SALE = malay(
    123,
    f"Member: {CARD}",
    "Coffee Beans 250g",
    "   2 x 12.90                         25.80",
    "   Discount                          -2.58",
    "Cola XL                               4.02",
    "Subtotal                             27.24",
    "SST 6%                                1.63",
    "Rounding                             -0.02",
    "TOTAL                    RM          28.85",
    "Cash                                 30.00",
    "Change                                1.15",
)
PLAIN = malay(
    124,
    "Banana                                4.00",
    "TOTAL                    RM           4.00",
    "VISA                                  4.00",
)
REFUND = malay(
    125,
    "*** REFUND ***",
    "Original receipt: 000124 of 14/11/2026",
    "Banana                               -4.00",
    "TOTAL                    RM          -4.00",
    "Cash                                 -4.00",
)


def template(*samples: tuple[str, ...]) -> Template:
    """Take the wizard's proposal as it is."""
    return plan_of(propose(samples).text(), Template, name="-", hint="-")


def read(sample: tuple[str, ...], form: Template) -> str:
    """Say what a sample is by a template."""
    words, is_read = reads_as(sample, form, "MYR")
    assert is_read, words
    return words


def test_three_receipts_make_a_template_that_reads_them_and_others(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.txt", "b.bin", "c.txt")]
    files[0].write_text("\n".join(SALE), "utf-8")
    files[1].write_bytes(INIT + LOGO + "\n".join(PLAIN).encode() + b"\n" + CUT)
    files[2].write_text("\n".join(REFUND), "utf-8")

    done = command("tap-template", *map(str, files))
    form = tmp_path / "receipt.toml"
    form.write_text(done.stdout, "utf-8")
    words = ("--format", "tap", "--template", str(form), "--dry-run", "--json")
    tried = command("intake", str(files[1]), *words, "--config", str(config(tmp_path)))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "a.txt reads as sale number 000123" in done.stdout
    assert "2 items (Coffee Beans 250g, Cola XL), paid cash 28.85" in done.stdout
    assert "b.bin reads as sale number 000124" in done.stdout
    assert "c.txt reads as refund number 000125 at 2026-11-18" in done.stdout
    assert 'like = "Original receipt: {original} of {original_date}"' in done.stdout
    assert "NOT SURE: no sample shows how the POS marks a copy" in done.stdout
    assert CARD not in done.stdout
    assert tried.returncode == 1
    assert "the currency is missing" in tried.stdout
    form.write_text(f'currency = "MYR"\n{done.stdout}', "utf-8")
    tried = command("intake", str(files[1]), *words, "--config", str(config(tmp_path)))
    sale = json.loads(tried.stdout.splitlines()[0])["sale"]
    assert sale["tenders"] == [{"tender": "card", "amount_minor": 400}]
    assert sale["document"]["workstation"] == "2"


def test_an_unseen_receipt_of_the_same_shop_is_read() -> None:
    form = template(SALE, PLAIN, REFUND)
    other = malay(
        200,
        "Rice 5kg",
        "   3 x 20.00                         60.00",
        "TOTAL                    RM          60.00",
        "Cash                                 60.00",
    )

    assert "1 item (Rice 5kg), paid cash 60.00" in read(other, form)


def test_a_comma_as_the_point_and_letters_behind_amounts() -> None:
    def bon(number: int, amount: str) -> tuple[str, ...]:
        return (
            "MARKT AM TOR",
            f"Bon {number}  Kasse 3",
            f"1{number % 10}.12.2026 18:05",
            f"Milch                 {amount} A",
            "2 x Brot                3,00 B",
            f"SUMME EUR             {int(amount[0]) + 3},00",
            f"BAR                   {int(amount[0]) + 3},00",
        )

    form = template(bon(11, "4,00"), bon(12, "5,00"), bon(13, "6,00"))

    assert form.decimal == ","
    words, is_read = reads_as(bon(14, "4,00"), form, "EUR")
    assert is_read, words
    assert "2 items" in words


def test_a_day_that_may_be_either_way_round_is_asked_about() -> None:
    samples = [
        (f"Receipt {at}", f"0{at}/03/2026 10:00", "Tea 1.00", "TOTAL 1.00")
        for at in (1, 2, 3)
    ]

    doubts = propose(samples).doubts

    assert any("DD/MM/YYYY or MM/DD/YYYY" in doubt for doubt in doubts)


def test_persian_receipts_are_proposed_with_their_digits() -> None:
    samples = [
        (
            "فروشگاه گوشه",
            f"شماره فاکتور: ۱۲{at}",
            "2026/11/21 17:42",
            "چای    ۱۲,۰۰۰",
            "جمع کل    ۱۲,۰۰۰",
            "نقد    ۱۲,۰۰۰",
        )
        for at in "۳۴۵"
    ]

    form = template(*samples)
    words, is_read = reads_as(samples[0], form, "IRR")

    assert is_read, words
    assert "sale number 123" in words
    assert "paid cash 12000.00" in words


def test_days_of_the_persian_calendar_are_told_by_their_years() -> None:
    # Printed in Windows-1256: with the Arabic letters that it has.
    samples = [
        (
            f"شماره فاكتور: 12{at}",
            f"1405/02/3{at % 2} 17:42",
            "چاي    12,000",
            "جمع كل    12,000",
            "نقدي    12,000",
        )
        for at in (3, 4, 5)
    ]

    form = template(*samples)
    words, is_read = reads_as(samples[0], form, "IRR")

    assert form.calendar == "jalali"
    assert is_read, words
    assert "sale number 123 at 2026-05-21T17:42" in words
    assert "paid cash 12000.00" in words


def test_amharic_receipts_are_asked_about_their_calendar() -> None:
    samples = [
        (f"ቁጥር: 12{at}", "12/03/2019 10:15", "ሻይ 12.50", "ጠቅላላ 12.50", "ጥሬ ገንዘብ 12.50")
        for at in (3, 4, 5)
    ]

    proposal = propose(samples)
    words = read(samples[0], template(*samples))

    assert any('calendar = "ethiopian"' in doubt for doubt in proposal.doubts)
    assert "1 item (ሻይ), paid cash 12.50" in words


def test_a_tender_with_a_number_behind_it_is_still_a_card() -> None:
    samples = [
        (f"Receipt {at}", "2026-11-21 10:00", "Tea 1.00", "TOTAL 1.00", f"Visa 12{at} 1.00")
        for at in (1, 2, 3)
    ]

    assert "paid card 1.00" in read(samples[0], template(*samples))


def test_what_is_no_receipt_is_told_and_no_file_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("hello\nworld\n", "utf-8")

    done = command("tap-template", str(file))
    gone = command("tap-template", str(tmp_path / "none"))

    assert done.returncode == 1
    assert "It cannot be used yet" in done.stdout
    assert gone.returncode == 1
    assert "cannot be read" in gone.stderr


@given(
    st.lists(st.lists(st.text(max_size=60), min_size=1, max_size=8), min_size=1, max_size=3)
)
def test_anything_at_all_gets_a_proposal(samples: list[list[str]]) -> None:
    assert propose(samples).text()
