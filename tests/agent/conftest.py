"""A running till that the tests of one file share."""

from collections.abc import Iterator

import pytest

from tests.agent.running import RunningTill, enrolled_folder, running


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTill]:
    """Run a real daemon on real files, with Sara's card and nothing dealt here."""
    with running(enrolled_folder(tmp_path_factory.mktemp("till"))) as till:
        yield till
