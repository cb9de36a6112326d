"""Forty power cuts: what a till confirmed is in its journal, once, and its answers stay."""

import itertools
import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest

from install.demo.answers import OK
from install.demo.calls import Pos
from install.demo.shop import Shop
from install.demo.stage import Stage
from tests.e2e.booked import headers, times_booked
from tests.e2e.selling import MEMBERS, Asked, Notebook, Seller
from tests.e2e.waiting import wait_until

KILLS = int(os.environ.get("VAFA_E2E_KILLS", "40"))
SEED = 20_261_121
SELLERS = 2
LOAD_MS = (5, 350)
SCAN_EVERY_S = 0.004


@pytest.mark.timeout(600)
def test_no_kill_loses_or_doubles_what_was_confirmed(lone: Stage) -> None:
    shop = lone.shops[0]
    notebook = Notebook()
    draw = random.Random(SEED)

    with _serial_feed(shop):
        for _ in range(KILLS):
            _sell_until_killed(shop, notebook, draw)
            _start_and_prove(shop)
            _ask_again(shop, notebook)
    night = shop.night()

    assert notebook.surprises == []
    assert notebook.unanswered == []
    assert len(notebook.confirmed) >= KILLS
    booked = times_booked(shop.data)
    assert {key: booked[key] for key in notebook.confirmed} == dict.fromkeys(
        notebook.confirmed, 1
    )
    written = headers(shop.data)
    assert [header.seq for header in written] == list(range(1, len(written) + 1))
    assert set(notebook.holds) <= {head.record for head in written if head.kind == "hold"}
    assert _same_answers(shop, notebook) == []
    assert (night.at("agrees"), night.whole("records")) == (True, len(written))


def _sell_until_killed(shop: Shop, notebook: Notebook, draw: random.Random) -> None:
    """Sell with several POS programs until SIGKILL comes, nobody can foresee when."""
    before = len(notebook.confirmed)
    sellers = [
        Seller(
            Pos(shop.port, token=shop.token),
            shop.paper,
            notebook,
            seed=draw.getrandbits(32),
        )
        for _ in range(SELLERS)
    ]
    wait_until(lambda: len(notebook.confirmed) > before, what="a first sale")
    # The only thing chance decides: how far into the load the power fails.
    threading.Event().wait(draw.randint(*LOAD_MS) / 1000)
    shop.kill()
    for seller in sellers:
        seller.join()


def _start_and_prove(shop: Shop) -> None:
    """Start the till again; meanwhile another process proves chains and projections."""
    with ThreadPoolExecutor() as pool:
        proof = pool.submit(shop.vafa, "journal", "verify")
        shop.start()
    proof.result()


def _ask_again(shop: Shop, notebook: Notebook) -> None:
    """Repeat what nobody answered, as a POS does; then the newest of what was answered."""
    waiting, notebook.unanswered = notebook.unanswered, []
    for asked in waiting:
        notebook.note(asked, shop.pos.post(asked.path, asked.body))
    newest = list(notebook.confirmed.items())[-20:]
    assert [key for key, told in newest if _differs(shop, *told)] == []


def _same_answers(shop: Shop, notebook: Notebook) -> list[str]:
    return [key for key, told in notebook.confirmed.items() if _differs(shop, *told)]


def _differs(shop: Shop, asked: Asked, told: bytes) -> bool:
    again = shop.pos.post(asked.path, asked.body)
    return again.status != OK or again.body != told


@contextmanager
def _serial_feed(shop: Shop) -> Iterator[None]:
    """Scan cards all the time, also while nobody listens."""
    over = threading.Event()

    def feed() -> None:
        # The scanner is put away at the end, perhaps in the middle of a scan.
        with suppress(OSError):
            for person in itertools.cycle(MEMBERS):
                if over.wait(SCAN_EVERY_S):
                    return
                shop.scanner.scan(person.card.encode())

    threading.Thread(target=feed, daemon=True).start()
    try:
        yield
    finally:
        over.set()
