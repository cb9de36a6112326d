"""Third chapter: a till dies between a POS's question and its answer; nothing is lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from install.demo import cashier
from install.demo.answers import Answer
from install.demo.baskets import COFFEE
from install.demo.calls import LostAnswerError, Pos
from install.demo.cashier import check
from install.demo.line import Line
from install.demo.people import SARA_PERSIAN
from install.demo.programs import POLL_S
from install.demo.shop import Shop
from install.demo.telling import Telling

SALE: Final = 321
ANSWER_S: Final = 5


def kill_between(shop: Shop, telling: Telling) -> None:
    """Kill the till when its answer is on its way; ask again after its restart."""
    telling.chapter(f"The power fails at {shop.store}")
    person = SARA_PERSIAN
    _, basket = cashier.quote(shop, person, (COFFEE,))
    body = shop.paper.sale(SALE, basket)
    lost = _die_answering(shop, body)
    telling.step(
        "SIGKILL",
        f"{person.name} has paid; the till is killed between the POS's request and its "
        "answer",
        took_us=lost.took_us,
        store=shop.store,
    )
    began_ns = time.perf_counter_ns()
    shop.start()
    telling.step(
        "restart",
        "the till is back and answers",
        took_us=(time.perf_counter_ns() - began_ns) // 1000,
    )
    again = shop.pos.post("/v1/sales", body).accepted()
    third = shop.pos.post("/v1/sales", body).accepted()
    check(lost.body.endswith(again.body), "The answer is not the one that was lost.")
    check(again.body == third.body, "The same request got two answers.")
    found = shop.pos.get("/v1/transactions", **shop.paper.document(SALE)).accepted()
    check(found.text("record") == again.text("record"), "The sale was booked twice.")
    telling.step(
        "repeat",
        f"the POS asks again: the same answer, byte for byte; one record, "
        f"{again.text('record')}",
        took_us=again.took_us,
        store=shop.store,
        record=again.text("record"),
        same_answer=True,
    )


def _die_answering(shop: Shop, body: dict[str, object]) -> Answer:
    """Send a sale whose answer never arrives; returns the bytes lost on the way."""
    began_ns = time.perf_counter_ns()
    wire = Line(shop.port)
    wire.hold_answers()
    pos = Pos(shop.port, token=shop.token, through=wire.port)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(pos.post, "/v1/sales", body)
        came = _wait_for_answer(wire)
        shop.kill()
        wire.close()
        pos.close()
        check(came, "The till did not answer at all.")
        check(isinstance(asked.exception(), LostAnswerError), "The POS got an answer.")
    took_us = (time.perf_counter_ns() - began_ns) // 1000
    return Answer(call="POST /v1/sales", status=0, body=wire.held, took_us=took_us)


def _wait_for_answer(wire: Line) -> bool:
    until = time.monotonic() + ANSWER_S
    while not is_whole(wire.held):
        if time.monotonic() > until:
            return False
        time.sleep(POLL_S)
    return True


def is_whole(reply: bytes) -> bool:
    """Say whether an HTTP answer has come with all of its body."""
    head, end, body = reply.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if end and name == b"content-length":
            return len(body) >= int(value)
    return False
