"""The whole local API, fuzzed against its committed description by Schemathesis."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from agent.pos.openapi import COMMITTED
from tests.agent.counter.shop import CARD, document, example_sale
from tests.agent.running import OK, RunningTill, command, enrolled_folder, running
from tests.e2e.fuzzing import configuration, endless, with_examples

EXAMPLES: Final = Path(__file__).parents[1] / "agent" / "examples"
EXAMPLES_EACH: Final = int(os.environ.get("VAFA_FUZZ_EXAMPLES", "30"))
"""Drawn for each call; ``VAFA_FUZZ_EXAMPLES=2000`` is the long run."""

PATIENCE_S: Final = 400 + EXAMPLES_EACH * 8
UNHURRIED: Final = "requests_per_s = 100000\n"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[RunningTill]:
    """Run a till that has points to spend, one sale booked and one hold open."""
    config = enrolled_folder(tmp_path, extra=UNHURRIED, dealt=900)
    wish = {"workstation": "L2", "card": CARD, "reward": "points-off", "points": 100}
    with running(config) as till:
        sale = till.ask("POST", "/v1/sales", example_sale(document=document("000123")))
        hold = till.ask("POST", "/v1/redemptions", wish)
        assert (sale.status, hold.status) == (OK, OK)
        yield till


@pytest.mark.timeout(PATIENCE_S + 60)
def test_no_request_gets_an_answer_that_the_description_does_not_have(
    till: RunningTill, tmp_path: Path
) -> None:
    done = _fuzz(till, tmp_path)

    health = till.ask("GET", "/v1/health").json
    assert done.returncode == 0, _told(done.stdout)
    assert health["loop"]["quarantined"] == 0
    assert health["loop"]["handled"] > EXAMPLES_EACH
    till.stop()
    for words in (("journal", "verify"), ("rebuild", "--check")):
        proven = command(*words, "--config", str(till.config))
        assert proven.returncode == 0, proven.stdout + proven.stderr


def _told(report: str) -> str:
    """Return the report with its long bodies cut: what broke stands before them."""
    return "\n".join(line[:1000] for line in report.splitlines())


def _fuzz(till: RunningTill, folder: Path) -> subprocess.CompletedProcess[str]:
    described = json.loads(COMMITTED.read_text("utf-8"))
    published = {
        file.stem: json.loads(file.read_text("utf-8")).get("request")
        for file in EXAMPLES.glob("*.json")
    }
    asked = {name: request for name, request in published.items() if request}
    file, settings = folder / "openapi.json", folder / "schemathesis.toml"
    file.write_text(json.dumps(with_examples(described, asked)), "utf-8")
    settings.write_text(configuration(described, examples=EXAMPLES_EACH), "utf-8")
    left_out = [f"--exclude-path={path}" for path in endless(described)]
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings)),
            *("run", str(file), "--url", f"http://{till.address}", *left_out),
            *("--header", f"Authorization: Bearer {till.token()}", "--no-color"),
            *("--suppress-health-check", "all"),
        ],
        cwd=folder,
        env=os.environ
        | {
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SCHEMATHESIS_HOOKS": "tests.e2e.fuzz_checks",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
