"""A fresh shop for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.counter.shop import Shop, programme


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till that knows Sara, with 900 of her points dealt to it."""
    opened = Shop(tmp_path)
    opened.sara()
    yield opened
    opened.book.close()


@pytest.fixture
def quick_shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till whose programme lets points be used at once."""
    opened = Shop(tmp_path / "quick", programme(pending_days=0))
    opened.sara()
    yield opened
    opened.book.close()


@pytest.fixture
def recompute_shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till whose programme takes back the difference the rest makes."""
    opened = Shop(tmp_path / "recompute", programme(method="recompute_difference"))
    opened.sara()
    yield opened
    opened.book.close()
