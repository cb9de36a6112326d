"""What a test of the pages may ask for: a browser, and a till before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.agent.counter.valued import valued
from tests.agent.pages.behind import fill
from tests.agent.pages.stage import WAIT_MS, Stage, open_stage
from tests.browser import open_browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium, without a window.

    Not for the whole session: Playwright runs an event loop on this thread meanwhile, and
    tests elsewhere run their own.
    """
    # A busy machine paints late: what is waited for is waited for as long as a start.
    expect.set_options(timeout=WAIT_MS)
    with open_browser() as browser:
        yield browser


@pytest.fixture(autouse=True)
def tidied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close the pages a test left open: a browser opens six streams of a host at most."""
    yield
    for name in {"stage", "valued_stage"} & set(request.fixturenames):
        stage: Stage = request.getfixturevalue(name)
        for page in stage.context.pages:
            page.close()


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Run one till for a module's tests, with a browser signed in."""
    folder: Path = tmp_path_factory.mktemp("till")
    with open_stage(folder / "shop", browser) as stage:
        yield stage


@pytest.fixture(scope="module")
def valued_stage(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Run a till whose programme has coupons, gift cards and wallets."""
    folder: Path = tmp_path_factory.mktemp("valued")
    with open_stage(folder / "shop", browser, fill=fill, rules=valued()) as stage:
        yield stage
