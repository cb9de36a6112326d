"""The bulletin: news reach every open page, and no page can hold anything up."""

import asyncio
import json
from contextlib import ExitStack, closing
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.loop.bulletin import READERS_MAX, Bulletin, TooManyReadersError, sse
from agent.pos.calls.news import BUFFER_NEWS_MAX, Page
from tests.agent.running import RunningTill

WAIT_S = 30


async def all_of(page: Page) -> list[bytes]:
    """Read a page to its end."""
    read = []
    while (news := await page.next(WAIT_S)) is not None:
        read.append(news)
    return read


def test_news_from_another_thread_reach_every_page_in_order() -> None:
    async def play() -> list[list[bytes]]:
        bulletin, pages = Bulletin(), (Page(), Page())
        for page in pages:
            bulletin.join(page)

        def post() -> None:
            for number in range(3):
                bulletin.post("scan", {"number": number})
            bulletin.close()

        thread = Thread(target=post)
        thread.start()
        read = [await all_of(page) for page in pages]
        thread.join()
        return read

    expected = [sse("scan", f'{{"number":{number}}}') for number in range(3)]

    assert asyncio.run(play()) == [expected, expected]


def test_a_page_that_does_not_read_is_let_go_with_a_bounded_buffer() -> None:
    async def play() -> list[bytes]:
        bulletin, page = Bulletin(), Page()
        bulletin.join(page)
        for number in range(10 * BUFFER_NEWS_MAX):
            bulletin.post("scan", {"number": number})
        return await all_of(page)

    assert len(asyncio.run(play())) == BUFFER_NEWS_MAX


def test_a_page_hears_nothing_in_a_quiet_hour_and_lives() -> None:
    async def play() -> bytes | None:
        return await Page().next(0.01)

    assert asyncio.run(play()) == b""


def test_after_closing_nobody_joins_and_posting_is_harmless() -> None:
    async def play() -> Bulletin:
        bulletin = Bulletin()
        bulletin.close()
        with pytest.raises(TooManyReadersError):
            bulletin.join(Page())
        bulletin.post("scan", {})
        return bulletin

    assert asyncio.run(play()).readers == 0


@given(st.dictionaries(st.text(), st.text()))
def test_no_text_breaks_out_of_its_event(data: dict[str, str]) -> None:
    news = sse("scan", json.dumps(data, ensure_ascii=False)).decode()

    lines = news.split("\n")
    assert lines[0] == "event: scan"
    assert lines[2:] == ["", ""]
    assert json.loads(lines[1].removeprefix("data: ")) == data


def test_the_page_after_the_last_place_is_told_to_come_back(till: RunningTill) -> None:
    headers = {"Authorization": f"Bearer {till.token()}"}
    with ExitStack() as open_pages:
        for _ in range(READERS_MAX):
            connection = open_pages.enter_context(closing(till.connect()))
            connection.request("GET", "/v1/events", headers=headers)
            connection.getresponse().readline()
        refused = till.ask("GET", "/v1/events")

    assert refused.status == 503
    assert refused.json["code"] == "busy"
