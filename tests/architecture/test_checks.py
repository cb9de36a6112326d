"""Every house rule finds its own offence, and none in the project."""

import pytest

from tests.architecture.checks import CHECKS, Check
from tests.architecture.sources import parse, sources

every_check = pytest.mark.parametrize(
    "check", CHECKS, ids=lambda check: check.find.__name__
)


@every_check
def test_a_check_finds_its_own_offence(check: Check) -> None:
    offence = parse(*check.offence)

    assert check.broken_by(offence)


@every_check
def test_the_project_keeps_the_check(check: Check) -> None:
    asked = [source for source in sources() if check.holds_in(source)]

    broken = [place for source in asked for place in check.broken_by(source)]
    assert asked
    assert broken == []
