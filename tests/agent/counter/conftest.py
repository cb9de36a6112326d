"""A fresh shop for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.counter.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till that knows Sara, with 900 of her points dealt to it."""
    opened = Shop(tmp_path)
    opened.sara()
    yield opened
    opened.book.close()
