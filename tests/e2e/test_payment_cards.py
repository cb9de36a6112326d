"""No payment card's digits in anything a run leaves behind, wherever it was put in."""

import signal
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from drivers.recorded.simulate import PtyScanner
from install.demo import cashier
from install.demo.answers import OK, Answer
from install.demo.baskets import COFFEE, WORKSTATION
from install.demo.calls import LostAnswerError, Pos
from install.demo.people import SARA
from install.demo.shop import Shop
from install.demo.stage import Stage
from tests.e2e.card_places import documents, scanned, spellings, swiped, with_number
from tests.e2e.counter import member_there
from tests.e2e.leaks import CARDS, is_leaky, leaky_files
from tests.e2e.waiting import wait_until
from tests.left_behind import with_a_card

STRIPE = """
[[devices]]
name = "stripe"
driver = "{driver}"
port = "{port}"
"""
PAPER = """
[[printers]]
name = "paper"
port = "file:{spool}"
workstation = "{workstation}"
language = "fa"
"""
BROKEN = 500
LIMITS = "Max core file size        0                    0"


@pytest.fixture
def hideout() -> Iterator[Path]:
    """Make a folder that is gone again before the suite's own is searched."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def test_the_search_finds_a_card_wherever_it_hides(hideout: Path) -> None:
    number = CARDS["visa"]
    digest = "a" * 20 + number[:6] + "f" * 10
    hides = {
        "plain.db": f"x{number}y",
        "six.log": f"digits {number[4:10]}.",
        "dashes.txt": "5555-5555-5555-5557",
        "persian.txt": spellings(CARDS["amex"])[-1],
        "dump.txt": number.encode().hex(),
        "digest.txt": digest[:10] + number[:8] + digest[10:],
    }
    for name, text in hides.items():
        (hideout / name).write_text(text, encoding="utf-8")
    (hideout / "innocent.txt").write_text(f"{digest} 1795299444444 4448", encoding="utf-8")

    assert sorted(leaky_files(hideout)) == sorted(hides)


def test_what_the_suite_leaves_behind_is_searched_for_whole_numbers(
    hideout: Path,
) -> None:
    number = CARDS["visa"]
    (hideout / "till").mkdir()
    for name, text in {"till/a.db": number, "b.log": number[:-1]}.items():
        (hideout / name).write_text(f"x{text}y", encoding="utf-8")

    assert list(with_a_card(hideout)) == ["till/a.db"]


@pytest.mark.timeout(240)
def test_a_card_that_was_swiped_scanned_or_posted_is_nowhere(tmp_path: Path) -> None:
    with Stage(stores=("S01",), members=12, folder=tmp_path) as stage:
        stripe = PtyScanner(tmp_path / "stripe")
        shop = stage.shops[0]
        spool = tmp_path / "paper.bin"
        spool.touch()
        shop.more_settings = STRIPE.format(driver="stripe_reader", port=stripe.port)
        shop.more_settings += PAPER.format(spool=spool, workstation=WORKSTATION)
        stage.set_up()
        page = shop.pos.listen()

        _feed(shop, stripe)
        wait_until(lambda: member_there(shop) == SARA.name, what="the last scan is heard")
        answers = [*_asked(shop), *_posted(shop), shop.pos.get("/metrics")]
        knocked = list(_knocked(shop))
        printed = shop.vafa("status", "--json") + _why(shop)
        sold = cashier.sell(shop, 1, cashier.quote(shop, SARA, (COFFEE,))[1])
        paper = _on_paper(shop, sold, spool)
        shop.sync()
        _end_badly(shop)
        page.close()

        assert not [answer for answer in answers if answer.status >= BROKEN]
        assert sold.status == OK
        leaky = sorted({_told(answer) for answer in answers if is_leaky(answer.body)})
        assert not leaky, "\n".join(leaky)
        assert [text for text in knocked if is_leaky(text)] == []
        assert not is_leaky(page.text)
        assert b"payment_card" in page.text
        assert not is_leaky(printed.encode())
        assert not is_leaky(paper)
        assert SARA.card.encode() not in paper
    assert list(leaky_files(tmp_path)) == []


def _told(answer: Answer) -> str:
    return f"{answer.call} answered {answer.status} {answer.body.decode()[:80]}"


def _feed(shop: Shop, stripe: PtyScanner) -> None:
    for number in CARDS.values():
        for data in scanned(number):
            shop.scanner.scan(data)
        for data in swiped(number):
            stripe.scan(data)
    # Half a number, and the plug is pulled: that is garbage, and nobody's digits.
    stripe.send(CARDS["visa"].encode()[:12])
    stripe.unplug()
    stripe.replug()
    shop.scanner.scan(SARA.card.encode())


def _asked(shop: Shop) -> Iterable[Answer]:
    """Put the cards into every query and path."""
    document = shop.paper.document(1)
    for number in CARDS.values():
        for text in spellings(number):
            yield shop.pos.get("/v1/members", card=text)
            yield shop.pos.get("/v1/members", phone=text)
            yield shop.pos.get("/v1/receipts", number=text)
            yield shop.pos.get("/v1/receipts", number=f"980{text}")
            yield shop.pos.get("/v1/why", receipt=text)
            yield shop.pos.get("/v1/slips", receipt=text)
            yield shop.pos.get("/v1/slips", receipt="t1.1-1", profile=text, language=text)
            yield shop.pos.get("/v1/session", workstation=text)
            for part in document:
                yield shop.pos.get("/v1/transactions", **{**document, part: text})
        yield shop.pos.delete(f"/v1/redemptions/{number}")
        yield shop.pos.delete(f"/v1/redemptions/t1.1-{number}")
        yield shop.pos.get(f"/v1/{number}")
        yield shop.pos.get("/v1/health", **{number: number})


def _posted(shop: Shop) -> Iterable[Answer]:
    """Put the cards into every field of every document."""
    for path, body in documents(shop.paper).items():
        for number in CARDS.values():
            for changed in with_number(body, number):
                yield shop.pos.post(path, changed)


def _knocked(shop: Shop) -> Iterable[bytes]:
    """Put the cards where no JSON is: headers, broken bodies, broken requests."""
    good = {"Host": f"127.0.0.1:{shop.port}", "Authorization": f"Bearer {shop.token}"}
    json = {"Content-Type": "application/json"}
    for number in CARDS.values():
        for headers, body in (
            ({"Authorization": f"Bearer {number}"}, "{}"),
            ({"Host": number}, "{}"),
            ({"Origin": f"https://{number}.example"}, "{}"),
            ({"Content-Type": number}, "{}"),
            ({"X-Card": number, "User-Agent": number, "Cookie": number}, "{}"),
            ({}, f'{{"card": "{number}"'),
            ({}, f"{number}"),
            ({}, f'"{number}' + number * 70_000 + '"'),
            ({"Content-Length": number}, "{}"),
        ):
            yield _knock(shop, "POST", {**good, **json, **headers}, body)
        yield _knock(shop, number, good, "")


def _knock(shop: Shop, method: str, headers: dict[str, str], body: str) -> bytes:
    line = HTTPConnection("127.0.0.1", shop.port, timeout=5)
    try:
        line.request(method, "/v1/sales", body, headers)
        reply = line.getresponse()
        return str(reply.getheaders()).encode() + reply.read()
    except (OSError, HTTPException) as error:
        # Hung up on: what was said before counts.
        return type(error).__name__.encode()
    finally:
        line.close()


def _on_paper(shop: Shop, sold: Answer, spool: Path) -> bytes:
    """Return what the printer was told of a sale, and what a POS is given to print."""
    wait_until(lambda: spool.stat().st_size > 0, what="the slip is printed")
    slip = shop.pos.get("/v1/slips", receipt=sold.text("record"))
    assert slip.status == OK
    return spool.read_bytes() + slip.body


def _why(shop: Shop) -> str:
    """Ask for a receipt that is a card, on the command line."""
    return "".join(shop.vafa("why", number, allowed=(1,)) for number in CARDS.values())


def _end_badly(shop: Shop) -> None:
    """Break the process as a fault in some library would; it may leave no dump behind."""
    till = shop.till
    assert till is not None
    limits = Path(f"/proc/{till.process.pid}/limits").read_text(encoding="ascii")
    assert LIMITS in limits
    till.process.send_signal(signal.SIGSEGV)
    wait_until(lambda: not till.is_running, what="the process is gone")
    stranger = Pos(shop.port, token="-")
    with pytest.raises(LostAnswerError):
        stranger.get("/v1/health")
