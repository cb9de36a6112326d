"""Every check, driven into each of its outcomes with real things."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from agent.doctor.register import checks
from sync.kit.cli import GROUP
from sync.kit.registers import read_register
from tests.agent.doctor import (
    book_cases,
    disk_cases,
    folder_cases,
    intake_cases,
    machine_cases,
    office_cases,
    port_cases,
    printer_cases,
)
from tests.agent.doctor.case import Case
from tests.agent.doctor.scene import Scene

CASES = (
    *folder_cases.CASES,
    *book_cases.CASES,
    *disk_cases.CASES,
    *machine_cases.CASES,
    *port_cases.CASES,
    *printer_cases.CASES,
    *intake_cases.CASES,
    *office_cases.CASES,
)
CHECKS = {check.name: check for check in checks()}
NOBODY = 65534
COMMANDS = {name.split()[0] for name, _ in read_register(GROUP, sys.path)}
OURS = re.compile(r"\bvafa ([a-z]+)")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_check_says_how_it_is_and_what_mends_it(case: Case, tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        found = CHECKS[case.check].look(case.arrange(scene))

    assert (found.outcome, found.cause) == (case.outcome, found.cause)
    assert case.says in found.cause
    assert case.mends in found.mending()
    assert {name.split()[0] for name in OURS.findall(found.mending())} <= COMMANDS


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_seen_in_two_outcomes_at_least(name: str) -> None:
    outcomes = {case.outcome for case in CASES if case.check == name}

    assert len(outcomes) > 1


def test_every_name_of_the_register_is_there_once() -> None:
    names = [check.name for check in checks()]

    assert len(set(names)) == len(names) >= 20


def test_files_of_somebody_else_are_told(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        ground = replace(scene.ground(), user=NOBODY, is_ours=True)

        found = CHECKS["folder.owner"].look(ground)

    assert found.outcome == "fail"
    assert "sudo chown -R " in found.mend
