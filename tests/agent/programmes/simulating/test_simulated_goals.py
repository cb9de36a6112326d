"""What ``vafa programme simulate`` tells of campaigns' goals in past sales."""

import json
from pathlib import Path

import pytest

from agent.words.catalogue import words_of
from rules.conditions.experiments import Arm, Experiment, arm_of
from rules.ground.ids import AccountId
from sync.kit.cli import main
from tests.agent.programmes.simulating.test_simulate import DEMO, written

HALF = Experiment(experiment="half", seed="s1", arms=(Arm(arm="a", share=5_000),))
NAMES = [f"m-{number}" for number in range(40)]
TREATED = [one for one in NAMES if arm_of(HALF, AccountId(one))]
HELD_OUT = [one for one in NAMES if not arm_of(HALF, AccountId(one))]
TRIED = """
[[experiments]]
experiment = "half"
seed = "s1"
arms = [{ arm = "a", share = 5000 }]
"""
GOAL = """
[[campaigns]]
campaign = "{measure}"
when = {{ experiment = "half", first_day = "2026-02-01", last_day = "2026-03-31" }}
goal = {{ measure = "{measure}", percent = "5" }}
"""


Goals = dict[str, dict[str, object]]


def sale(number: int, member: str, day: str, amount: str) -> str:
    return f"{number},{day}T10:00,{member},S01,COF,coffee,1,{amount},1.00\n"


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Goals:
    """Simulate sales of members on both sides; return goals as data, by measure."""
    assert main(["programme", "simulate", *files(tmp_path), "--json"]) == 0
    (outcome,) = json.loads(capsys.readouterr().out)["outcomes"]
    return {goal["measure"]: goal for goal in outcome["goals"]}


def files(folder: Path) -> tuple[str, str]:
    """Write a programme with a goal of each measure, and sales; return their names."""
    programme = folder / "tried.toml"
    goals = (
        GOAL.format(measure=each) for each in ("visits", "spend", "retention", "referrals")
    )
    programme.write_text(DEMO.read_text("utf-8") + TRIED + "".join(goals), "utf-8")
    rows = [
        # Before it began, and after it was over, are other days.
        *(sale(n, name, "2026-01-10", "500.00") for n, name in enumerate(NAMES, start=1)),
        *(
            sale(n, name, "2026-02-10", "23.00")
            for n, name in enumerate(TREATED, start=100)
        ),
        *(
            sale(n, name, "2026-02-11", "21.00")
            for n, name in enumerate(HELD_OUT, start=200)
        ),
        sale(300, TREATED[0], "2026-02-10", "1.50"),
        sale(301, HELD_OUT[0].removeprefix("m-"), "2026-04-01", "900.00"),
        sale(302, "", "2026-02-10", "77.00"),
    ]
    return str(programme), str(written(folder, *rows))


def test_each_side_is_told_on_the_campaigns_days(
    told: Goals,
) -> None:
    spent, some, others = told["spend"], len(TREATED), len(HELD_OUT)
    assert spent["treated"] == {"members": some, "amount": 2_200 * some + 50}
    assert spent["held_out"] == {"members": others, "amount": 2_000 * others}
    assert (spent["reached"], spent["last_day"]) == (True, "2026-03-31")
    assert told["visits"]["treated"] == {"members": some, "amount": some}
    assert (told["visits"]["lift"], told["visits"]["reached"]) == (0, False)
    assert told["retention"]["lift"] == 0


def test_who_brought_whom_is_in_no_sale(told: Goals) -> None:
    assert told["referrals"]["untold"] == "not_in_sales"


@pytest.mark.parametrize("code", ["en", "fa", "am", "ms"])
def test_goals_are_said_at_the_terminal_and_in_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    report = tmp_path / "report.html"
    asked = ["programme", "simulate", *files(tmp_path), "--html", str(report)]

    assert main([*asked, "--lang", code]) == 0

    title = words_of(code).say("simulate.goals")
    said = capsys.readouterr().out
    assert title in said
    assert title in report.read_text("utf-8")
    if code == "en":
        assert "spend: what is spent should grow by 5 per cent; from 1 Feb 2026" in said
        assert "sales do not tell who was brought along" in said


def test_without_a_goal_nothing_is_told_of_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sales = written(tmp_path, sale(1, "sara", "2026-02-10", "23.00"))

    assert main(["programme", "simulate", str(DEMO), str(sales), "--lang", "en"]) == 0

    assert words_of("en").say("simulate.goals") not in capsys.readouterr().out
