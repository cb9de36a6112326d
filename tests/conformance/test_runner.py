"""The runner: reads files of cases, asks by what they are about, and tells every miss."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.arithmetic import UnreadableError, holds
from tests.conformance.cases import read_cases
from tests.conformance.forms.register import asked_by
from tests.conformance.given import Given
from tests.conformance.judging import judge
from tests.conformance.loading import BadFileError
from tests.conformance.register import ADAPTERS

CASE = {
    "id": "X-1",
    "area": "redeem",
    "fn": "wallet.pay",
    "peer": "ours",
    "source": {"ref": "a page", "kind": "test"},
    "given": {"card": "1.00", "basket": "1.98"},
    "expect": {"due": "0.98", "card_after": 0},
    "verdict": "adopt",
}

MANY = {"max_accruals_per_day": 1, "accrual_attempts": 10**30}


def written(folder: Path, *cases: object) -> Path:
    """Write a file of cases."""
    file = folder / "cases.json"
    file.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    return file


def kind_of(folder: Path, **changed: object) -> tuple[str, str]:
    """Judge the case above with changes; return what became of it and what was told."""
    (case,) = read_cases(written(folder, CASE | changed))
    verdict = judge(case, ADAPTERS)
    return verdict.kind, " ".join(verdict.told)


def test_a_case_that_comes_out_is_a_hit(tmp_path: Path) -> None:
    assert kind_of(tmp_path) == ("hit", "")


def test_a_miss_tells_what_was_expected_and_what_came_out(tmp_path: Path) -> None:
    kind, told = kind_of(tmp_path, expect={"due": "0.97"})

    assert (kind, told) == ("miss", "due: expected 0.97, got 0.98")


def test_a_contrast_that_differs_is_no_miss(tmp_path: Path) -> None:
    kind, _ = kind_of(tmp_path, expect={"due": "0.97"}, verdict="contrast")

    assert kind == "contrast"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("budget exceeded", "hit"),
        ("budget exceeded, nothing applied", "hit"),
        ("applied", "miss"),
        ("nothing applied, coupon kept", "miss"),
    ],
)
def test_what_came_in_words_says_some_of_them_and_no_others(
    tmp_path: Path, told: str, kind: str
) -> None:
    case = CASE | {
        "fn": "",
        "given": {"fixed_across": 15, "lines": [50], "budget_spend": 10},
        "expect": {"result": told},
    }
    (read,) = read_cases(written(tmp_path, case))

    assert judge(read, ADAPTERS, asked_by).kind == kind


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"fn": "wallet.fly"}, "no adapter for 'wallet.fly'"),
        ({"given": {"card": "1", "basket": "1", "tip": 3}}, "no adapter reads: tip"),
        ({"given": {"card": "1"}}, "basket is missing"),
        ({"given": {"card": "x", "basket": "1"}}, "'x' is no number"),
        ({"expect": {"mood": "good"}}, "not asked for: mood"),
        ({"expect": {}}, "nothing is expected"),
        ({"expect": None}, "nothing is expected"),
        ({"given": [1]}, "given is no table"),
        ({"verdict": "maybe"}, "'maybe' is none of adopt, configurable, contrast"),
        ({"colour": "red"}, "holds what nobody reads: colour"),
        ({"settings": {"card": 1}}, "both given and a setting: card"),
        ({"settings": {"tip": 1}}, "no adapter reads: tip"),
        ({"given": {"card": "1e999999999", "basket": 1}}, "is no number"),
        ({"fn": "fraud.velocity", "given": MANY}, "is not 0 to 10000"),
        ({"given": {"card": "1.001", "basket": 1}}, "too many decimals"),
    ],
)
def test_what_cannot_be_asked_says_why(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    kind, told = kind_of(tmp_path, **changed)

    assert kind == "inexpressible"
    assert said in told


def test_a_statement_whose_sums_do_not_hold_is_a_miss(tmp_path: Path) -> None:
    assert kind_of(tmp_path, fn="", arith=["1+1==2"])[0] == "statement"
    assert kind_of(tmp_path, fn="", arith=["1+1==3"])[0] == "miss"


def test_a_statement_of_a_known_form_is_asked(tmp_path: Path) -> None:
    said = {"sale_points": 10, "refund": "full"}
    cases = [
        {"given": said, "expect": {"balance_delta": 0}},
        {"given": said, "expect": {"balance_delta": 10}},
        {"given": said, "expect": {"balance_delta": 10}, "verdict": "contrast"},
        {"given": said | {"refund": "half"}, "expect": {"balance_delta": 5}},
        {"given": said | {"mood": "good"}, "expect": {"balance_delta": 0}},
        {"given": said, "expect": {"result": "gone"}},
        {"given": said},
    ]
    file = written(tmp_path, *cases)

    kinds = [judge(case, ADAPTERS, asked_by).kind for case in read_cases(file)]

    assert kinds == ["hit", "miss", "contrast"] + ["statement"] * 4


def test_yaml_is_read_alike_and_its_floats_and_dates_are_exact(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        "cases:\n- id: Y\n  area: a\n  given: {card: 1.10, day: 2026-01-02}\n"
        "  expect: {due: 0.3}\n",
        encoding="utf-8",
    )

    (case,) = read_cases(file)

    assert case.given == {"card": "1.1", "day": "2026-01-02"}
    assert case.expect == {"due": "0.3"}


@pytest.mark.parametrize(
    "text", ["", "{", '{"cases": 3}', '{"cases": [], "cases": []}', "[" * 9_999]
)
def test_a_file_without_cases_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadFileError):
        read_cases(file)


@pytest.mark.parametrize(
    "text",
    [
        "cases: [",
        "cases: &a [*a]",
        "cases: []\ncases: []\n",
        "- {id: 1, given: {card: 1, card: 2}}\n",
        "\n".join(
            ["a0: &a0 [1]"]
            + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
        ),
        "cases: !!python/object/apply:os.getcwd []",
        "\x00",
    ],
)
def test_a_hostile_yaml_file_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadFileError):
        read_cases(file)


def test_on_is_a_word_as_in_the_yaml_of_today(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("- given: {on: all, off: yes, active: true}\n", encoding="utf-8")

    (case,) = read_cases(file)

    assert case.given == {"on": "all", "off": "yes", "active": True}


def test_settings_are_given_too(tmp_path: Path) -> None:
    changed = {"given": {"card": "1.00"}, "settings": {"basket": "1.98"}}

    assert kind_of(tmp_path, **changed) == ("hit", "")


@pytest.mark.parametrize(
    ("currency", "due"), [("MYR", "0.98"), ("JPY", "98"), ("KWD", "0.098")]
)
def test_money_has_the_decimals_of_its_currency(
    tmp_path: Path, currency: str, due: str
) -> None:
    card = {"MYR": "1.00", "JPY": 100, "KWD": "0.100"}[currency]
    basket = {"MYR": "1.98", "JPY": 198, "KWD": "0.198"}[currency]
    given = {"card": card, "basket": basket, "currency": currency}

    assert kind_of(tmp_path, given=given, expect={"due": due})[0] == "hit"


def test_an_engine_that_raises_has_missed_and_the_next_case_is_asked(
    tmp_path: Path,
) -> None:
    def raises(given: Given) -> dict[str, object]:
        raise RuntimeError(f"no {given.text('card')}")

    (case,) = read_cases(written(tmp_path, CASE))

    verdict = judge(case, {"wallet.pay": raises})

    assert verdict.kind == "miss"
    assert "raised RuntimeError in test_runner.py" in verdict.told[0]


def test_what_is_no_table_is_told_and_does_not_hide_the_others(tmp_path: Path) -> None:
    first, second, third = read_cases(written(tmp_path, 7, CASE, {"id": "چای"}))

    assert judge(first, ADAPTERS).told == ("no table",)
    assert judge(second, ADAPTERS).kind == "hit"
    assert judge(third, ADAPTERS).kind == "statement"


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    good, bad = written(tmp_path, CASE, CASE), tmp_path / "none.json"
    asked = [sys.executable, "-m", "tests.conformance", str(bad), str(good)]

    done = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "none.json" in done.stderr
    assert "Names of more than one case: X-1" in done.stdout
    assert "2 cases: 2 hits" in done.stdout


def test_what_a_file_says_stays_a_line_and_commands_no_terminal(tmp_path: Path) -> None:
    said = {"id": "می\u200cروم\n\x1b[31m\u202e", "expect": {"due": 5}}
    file = written(tmp_path, CASE | said)
    asked = [sys.executable, "-X", "utf8", "-m", "tests.conformance", str(file)]

    done = subprocess.run(asked, capture_output=True, encoding="utf-8", check=False)

    assert "  می\u200cروم  [31m  [redeem] wallet.pay" in done.stdout


def test_the_command_exits_by_what_it_found(tmp_path: Path) -> None:
    file = written(tmp_path, CASE, CASE | {"id": "X-2", "expect": {"due": 5}})
    asked = [sys.executable, "-m", "tests.conformance", str(file)]

    done = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "X-2 [redeem] wallet.pay, adopt: ours (a page; test)" in done.stdout
    assert "expected 5, got 0.98" in done.stdout
    assert "2 cases: 1 hits, 1 misses" in done.stdout


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("D('9.995').quantize(D('0.01'), rounding='ROUND_HALF_UP') == D('10.00')", True),
        ("D('9.995').quantize(D('0.01'), rounding=ROUND_DOWN) == D('9.99')", True),
        ("-(-5//2)*3==9", True),
        ("abs(D(50)-D(50)/D('1.15')-D('6.52'))<D('0.005')", True),
        ("round(D(2000)*170/2170,2)==D('156.68')", True),
        ("min(200,100)==100 and min(200,750/5)==150", True),
        ("19*1.5==28.5", True),
        ("1 < 2 < 2", False),
    ],
)
def test_arithmetic_is_exact(text: str, *, true: bool) -> None:
    assert holds(text) is true


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "(1).__class__",
        "10**10**10",
        "x == 1",
        "1/0 == 1",
        "open('x')",
        "[1 for _ in range(9)]",
        "(" * 500,
        "9" * 3000,
    ],
)
def test_what_is_no_arithmetic_is_not_run(text: str) -> None:
    with pytest.raises(UnreadableError):
        holds(text)
