"""What a test of the intakes may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.intakes.taking import Table, table


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[Table]:
    """Return a till at which files are taken."""
    with table(tmp_path) as laid:
        yield laid
