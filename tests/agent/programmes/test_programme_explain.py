"""``vafa programme explain``: the waterfall of a basket, in words and as data."""

import json
from pathlib import Path

import pytest

from sync.kit.cli import main

HERE = Path(__file__).parents[2] / "programmes"
DEMO = Path(__file__).parents[3] / "install" / "programmes" / "demo.toml"


def explained(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Explain the last basket of the house's own rules."""
    asked = [str(HERE / "rules.toml"), str(HERE / "rules.story"), *more]
    assert main(["programme", "explain", *asked]) == 0
    return capsys.readouterr().out


def test_the_waterfall_runs_from_the_price_to_what_is_paid(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = explained(capsys).splitlines()

    assert lines[0].split() == ["Price", "of", "all", "lines", "RM", "18.00"]
    assert lines[1].split()[0] == "three-for-two"
    assert lines[3].split() == ["To", "pay", "RM", "9.60"]
    assert "    visit: Not given: the receipt is RM 40.40 too small." in lines
    assert "Earned: 109 points" in lines


@pytest.mark.parametrize(
    ("language", "word"),
    [("fa", "قابل پرداخت"), ("am", "የሚከፈል"), ("ms", "Perlu dibayar")],
)
def test_it_speaks_the_readers_language(
    capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    assert word in explained(capsys, "--lang", language)


def test_what_was_better_is_named_and_by_how_much(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summer = '[[discounts]]\nkind = "percent"\nrule = "SUMMER"\npercent = 8\n\n'
    best = '[combination]\nchoose = "best"\n\n'
    written = DEMO.read_text(encoding="utf-8")
    programme, basket = tmp_path / "best.toml", tmp_path / "basket.story"
    programme.write_text(
        written.replace("[[discounts]]", best + summer + "[[discounts]]", 1),
        encoding="utf-8",
    )
    basket.write_text(
        "Story: best\nNow 2026-11-21 17:42\nMember Sara: tier silver\n"
        "Quote for Sara:\n  1 x COF in coffee at 100.00\n",
        encoding="utf-8",
    )

    assert main(["programme", "explain", str(programme), str(basket)]) == 0

    told = capsys.readouterr().out
    assert "SUMMER: silver-coffee-10 saves RM 2.00 more." in told


def test_as_data_its_parts_sum_to_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(explained(capsys, "--json"))

    off = sum(one["amount_minor"] for one in told["discounts"])
    assert told["gross_minor"] - told["pos_discount_minor"] - off == told["total_minor"]
    assert sum(line["to_pay_minor"] for line in told["lines"]) == told["total_minor"]
    assert {one["rule"]: one["points"] for one in told["earned"]} == {
        "base": 9,
        "welcome": 100,
    }


def test_the_way_to_the_next_tier_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["programme", "explain", str(DEMO), str(HERE / "coffee.story")]

    assert main(asked) == 0
    out = capsys.readouterr().out
    assert "Silver: RM 412.00 of RM 500.00 for Gold" in out
    assert "May be redeemed: 900 points (points-off)" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Member Sara\n", "There is no basket in it."),
        (
            "Quote:\n  0 x MUG at 1.00\n  1 x CUP at 1.00 less 2.00\n",
            "discount_exceeds_line",
        ),
        ("Quote for Bob:\n  1 x MUG at 1.00\n", "nobody is called 'Bob'"),
        ("Hm\n", "cannot be understood"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = tmp_path / "basket.story"
    file.write_text(text, encoding="utf-8")

    assert main(["programme", "explain", str(DEMO), str(file)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


BODY = {
    "workstation": "L1",
    "currency": "MYR",
    "at": "2026-11-21T17:41:55+08:00",
    "lines": [
        {
            "line": "1",
            "sku": "COF-250",
            "category": "coffee",
            "quantity": "2",
            "amount_minor": 2580,
        }
    ],
}


def test_the_body_of_a_quote_is_explained_for_whom_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "quote.json"
    file.write_text(json.dumps(BODY), encoding="utf-8")
    asked = ["programme", "explain", str(DEMO), str(file), "--json"]

    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out)["total_minor"] == 2580
    assert main([*asked, "--member", "tier silver, points 900"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total_minor"], told["tier"]["tier"]) == (2322, "silver")
    assert told["redeemable"][0]["max_points"] == 900


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "is not JSON"),
        (json.dumps(BODY | {"currency": "USD"}), "wrong_currency"),
        (json.dumps(BODY | {"lines": "4111 1111 1111 1111"}), "lines"),
    ],
)
def test_a_body_that_cannot_be_explained_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, said: str
) -> None:
    file = tmp_path / "quote.json"
    file.write_text(body, encoding="utf-8")

    assert main(["programme", "explain", str(DEMO), str(file)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "4111" not in told
