"""The door: only who proves to be a till is heard, and every answer proves whose it is."""

import json
import random
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock, Thread

import httpx
import pytest
import uvicorn

from rules.ground.refusal import Refusal
from sync.office.door import jobs
from sync.office.door.app import make_app
from sync.office.door.counter import BODY_BYTES_MAX, Counter
from sync.wire.keys.signing import (
    GENERATION_HEADER,
    LIFE_HEADER,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    Asked,
    SigningKey,
    request_headers,
)
from sync.wire.messages import HELLO, PULL, Conflict, Welcome
from sync.wire.records.batch import pack_batch
from tests.office.enrolling import enrol_with, enrolment
from tests.office.forge import ForgedTill
from tests.office.over_http import HttpDoor
from tests.office.world import FakeClock, World


@dataclass
class Outside:
    """Where a till stands that knows the office by its door alone."""

    clock: FakeClock
    office: HttpDoor


@pytest.fixture
def client(world: World) -> Iterator[httpx.Client]:
    """Open the door with its jobs running beside it."""
    guard = Lock()
    app = make_app(
        Counter(world.office, guard=guard),
        begin=lambda: jobs.begin(world.office, clock=world.clock, guard=guard),
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    # The socket listens before the server runs, so nobody has to wait for it.
    listening = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def till(world: World, client: httpx.Client) -> ForgedTill:
    """Enrol a till through the door."""
    chance = random.Random(1)
    request = enrolment(world.office.new_token("S01"), "S01", chance)
    key_of = random.Random(1)
    door = HttpDoor(client, SigningKey(key_of.randbytes(32)))
    return enrol_with(Outside(world.clock, door), request, chance)


def door_of(till: ForgedTill) -> HttpDoor:
    """Return the line a till uses."""
    assert isinstance(till.office, HttpDoor)
    return till.office


def code(response: httpx.Response) -> str:
    """Return a problem's code; every problem says what to do."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["hint"]
    assert problem["status"] == response.status_code
    assert problem["type"] == "urn:vafa:problem:" + problem["code"].replace("_", "-")
    return str(problem["code"])


def test_a_till_enrols_greets_pushes_pulls_and_compares(
    world: World, till: ForgedTill
) -> None:
    till.sale("m-1", 5)

    answer = till.sync()

    assert answer.deltas[0].statements[0].pending == 5
    reconciled = till.office.reconcile(till.reconcile_message("0" * 64, {}))
    assert not isinstance(reconciled, Conflict)
    assert reconciled.differs == ("rights",)
    assert world.office.verify().problems == ()


def test_long_answers_are_packed_and_still_prove_themselves(
    world: World, till: ForgedTill
) -> None:
    for number in range(40):
        till.sale(f"m-{number}", 5)
    till.hello()
    till.push()
    message = till.pull_message()

    response = door_of(till).post("/v1/pull", PULL.dump_json(message), message.nonce)

    assert response.headers["content-encoding"] == "gzip"
    assert world.office.fleet().tills[0].durable == 40


def test_an_enrolment_that_is_refused_is_a_problem(client: httpx.Client) -> None:
    request = enrolment("no-such-token", "S01", random.Random(2))
    door = HttpDoor(client, SigningKey(b"k" * 32))

    answer = door.enrol(request)

    assert isinstance(answer, Refusal)
    assert answer.code == "unknown_token"
    assert code(client.post("/v1/enrol", content=b"{}")) == "invalid_message"


def test_what_is_not_signed_by_the_till_is_not_heard(
    till: ForgedTill, client: httpx.Client
) -> None:
    message = till.hello_message()
    body = HELLO.dump_json(message)
    asked = Asked(
        method="POST",
        path="/v1/hello",
        body=body,
        life=str(till.life),
        nonce=message.nonce,
        generation=1,
    )
    good = request_headers(till.key, asked)

    def said(changed: dict[str, str], content: bytes = body) -> str:
        return code(client.post("/v1/hello", content=content, headers=good | changed))

    assert code(client.post("/v1/hello", content=body)) == "bad_headers"
    assert said({NONCE_HEADER: "x"}) == "bad_headers"
    assert said({GENERATION_HEADER: "-1"}) == "bad_headers"
    assert said({LIFE_HEADER: "nobody"}) == "bad_headers"
    assert said({SIGNATURE_HEADER: "00"}) == "bad_signature"
    assert said({NONCE_HEADER: "0" * 16}) == "bad_signature"
    assert said({GENERATION_HEADER: "2"}) == "bad_signature"
    assert said({}, body + b" ") == "bad_signature"
    assert client.post("/v1/hello", content=body, headers=good).status_code == 200


def test_a_till_speaks_for_itself_only(world: World, till: ForgedTill) -> None:
    door = door_of(till)
    other = till.copy()
    other.life = type(till.life)("t2", 1)
    hello = other.hello_message()
    pull = other.pull_message()
    late = till.hello_message()

    assert (
        code(door.post("/v1/hello", HELLO.dump_json(hello), hello.nonce)) == "not_this_till"
    )
    assert code(door.post("/v1/pull", PULL.dump_json(pull), pull.nonce)) == "not_this_till"
    assert code(door.post("/v1/hello", HELLO.dump_json(late), "0" * 16)) == "not_this_till"
    batch = pack_batch(till.batch())
    assert code(door.post("/v1/push", batch, "0" * 16)) == "not_this_till"
    assert world.office.fleet().tills[0].durable == 0


def test_a_life_that_is_unknown_is_told_so_in_an_answer_that_proves_itself(
    till: ForgedTill,
) -> None:
    door = door_of(till)
    door.life = type(till.life)("t9", 9)

    answer = till.hello()

    assert isinstance(answer, Conflict)
    assert answer.reason == "unknown_till"


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/v1/hello", b"{", "invalid_message"),
        ("/v1/hello", b"\xff\xfe", "invalid_message"),
        ("/v1/pull", b'{"till": 5}', "invalid_message"),
        ("/v1/reconcile", b"[]", "invalid_message"),
        ("/v1/push", b"not gzip", "broken_batch"),
        ("/v1/push", b"", "broken_batch"),
    ],
)
def test_nonsense_is_a_problem_and_the_door_stays_open(
    till: ForgedTill, path: str, body: bytes, expected: str
) -> None:
    response = door_of(till).post(path, body, till.nonce())

    assert code(response) == expected
    assert isinstance(till.hello(), Welcome)


def test_a_version_that_is_not_spoken_here_is_refused(till: ForgedTill) -> None:
    message = till.hello_message()
    body = json.loads(HELLO.dump_json(message)) | {"version": 9}

    response = door_of(till).post("/v1/hello", json.dumps(body).encode(), message.nonce)

    assert code(response) == "protocol_version"


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_long_is_not_read(
    client: httpx.Client, *, announced: bool
) -> None:
    long = b"x" * (BODY_BYTES_MAX["/v1/hello"] + 1)

    response = client.post("/v1/hello", content=long if announced else iter([long]))

    assert code(response) == "body_too_large"


def test_health_says_how_it_is(till: ForgedTill, client: httpx.Client) -> None:
    assert till.life.till == "t1"
    assert client.get("/v1/health").json() == {
        "status": "ok",
        "generation": 1,
        "tills": 1,
        "programme": 1,
    }


def test_a_broken_record_is_named(till: ForgedTill) -> None:
    till.sale("m-1", 5)
    till.packed[0] = b"\x02nonsense"

    answer = till.office.push(till.batch())

    assert isinstance(answer, Refusal)
    assert answer.code == "broken_record"
