"""Signing in: once for each code, by a cookie that only we write, from our page only."""

import json

import pytest
from playwright.sync_api import Browser, expect

from tests.agent.pages.stage import VIEWPORT, Stage, invited
from tests.agent.running import Reply, command

FORM = "application/x-www-form-urlencoded"
ACTIONS = (
    "/pages/scan",
    "/pages/enrol",
    "/pages/hold",
    "/pages/release",
    "/pages/replace-card",
    "/pages/block-card",
    "/pages/gift-card",
    "/pages/sell-gift-card",
    "/pages/money-hold",
    "/pages/top-up",
    "/pages/suspend",
    "/pages/resume",
    "/pages/attach",
    "/pages/training",
    "/pages/print-slip",
    "/pages/print-card",
)
FIELDS = (
    "workstation",
    "member",
    "data",
    "card",
    "key",
    "at",
    "amount",
    "tender",
    "code",
    "hold",
    "receipt",
    "suspended",
    "shown",
    "new_card",
)
INSIDE = (
    "/pages/events",
    "/pages/why",
    "/pages/sheets/menu?workstation=L2",
    "/pages/customer/events",
)


def exchanged(stage: Stage, code: str) -> Reply:
    """Send a code as the sign-in page does."""
    headers = {
        "Authorization": None,
        "Content-Type": FORM,
        "Origin": f"http://{stage.till.address}",
    }
    return stage.till.ask("POST", "/sign-in", f"code={code}".encode(), headers=headers)


@pytest.fixture(scope="module")
def cashier(stage: Stage) -> str:
    """Return a cashier's cookie."""
    return cookie_of(stage, "cashier")


@pytest.fixture(scope="module")
def customer(stage: Stage) -> str:
    """Return a customer's cookie."""
    return cookie_of(stage, "customer")


def cookie_of(stage: Stage, page: str) -> str:
    """Sign in and return the cookie."""
    reply = exchanged(stage, invited(stage.till, page).partition("#")[2])
    return reply.headers["set-cookie"].partition(";")[0]


def test_a_stranger_is_asked_for_a_code_and_sees_nothing(
    stage: Stage, browser: Browser
) -> None:
    with browser.new_context(viewport=VIEWPORT) as context:
        page = context.new_page()

        answer = page.goto(f"http://{stage.till.address}/?workstation=L2")

        assert answer is not None
        assert answer.status == 401
        expect(page.locator("h1")).to_have_text("Sign in to this till")
        assert "Sara" not in page.content()


def test_the_command_prints_an_address_that_opens_the_page_once(
    stage: Stage, browser: Browser
) -> None:
    url = command("page", "--config", str(stage.till.config)).stdout.strip()

    with browser.new_context() as first, browser.new_context() as second:
        page = first.new_page()
        page.goto(url)
        expect(page.locator("#find")).to_be_visible()
        assert "#" not in page.url
        late = second.new_page()
        late.goto(url)
        expect(late.get_by_role("alert")).to_contain_text("wrong, used or too old")


def test_the_cashiers_browser_opens_the_customers_page_and_stays_the_cashiers(
    stage: Stage, browser: Browser
) -> None:
    with browser.new_context() as context:
        cashier, customer = context.new_page(), context.new_page()
        cashier.goto(invited(stage.till, "cashier"))
        expect(cashier.locator("#find")).to_be_visible()

        customer.goto(invited(stage.till, "customer"))
        expect(customer).to_have_url(f"http://{stage.till.address}/customer")

        cashier.reload()
        expect(cashier.locator("#find")).to_be_visible()


def test_the_cookie_is_for_our_pages_alone(stage: Stage) -> None:
    reply = exchanged(stage, invited(stage.till).partition("#")[2])

    assert (reply.status, reply.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(
        reply.headers["set-cookie"].split("; ")
    )


@pytest.mark.parametrize("path", INSIDE)
@pytest.mark.parametrize("cookie", ["", "vafa=x", "{name}=cashier.aa.bb", "{name}=.."])
def test_nothing_is_seen_without_our_cookie(stage: Stage, path: str, cookie: str) -> None:
    name = f"vafa_{stage.till.address.rpartition(':')[2]}"
    headers = {"Cookie": cookie.format(name=name), "Authorization": None}

    assert stage.till.ask("GET", path, headers=headers).status == 401


def test_a_pos_token_is_no_way_to_the_pages(stage: Stage) -> None:
    assert stage.till.ask("GET", "/pages/why").status == 401


def test_a_cookie_is_no_way_to_the_api(stage: Stage, cashier: str) -> None:
    headers = {"Cookie": cashier, "Authorization": None}

    reply = stage.till.ask("GET", "/v1/session?workstation=L2", headers=headers)

    assert reply.status == 401


@pytest.mark.parametrize("path", ACTIONS)
@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://{host}"])
def test_only_our_own_page_may_act(
    stage: Stage, cashier: str, path: str, origin: str | None
) -> None:
    headers = {
        "Cookie": cashier,
        "Authorization": None,
        "Content-Type": FORM,
        "Origin": origin and origin.format(host=stage.till.address),
    }

    reply = stage.till.ask("POST", path, b"workstation=L2&data=x", headers=headers)

    assert (reply.status, reply.json["code"]) == (403, "origin_refused")


@pytest.mark.parametrize("path", ACTIONS)
@pytest.mark.parametrize("value", ["", "%00", "x" * 300, "%D9%A1" * 20, "9" * 40, "-1"])
def test_a_senseless_form_is_refused_in_words(
    stage: Stage, cashier: str, path: str, value: str
) -> None:
    headers = {
        "Cookie": cashier,
        "Authorization": None,
        "Content-Type": FORM,
        "Origin": f"http://{stage.till.address}",
    }
    body = "&".join(f"{name}={value}" for name in FIELDS)

    for form in (body, f"{body}&workstation=L7", f"{body}&workstation=L7&member="):
        reply = stage.till.ask("POST", path, form.encode(), headers=headers)

        assert reply.status in {200, 422}
        assert reply.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ACTIONS)
def test_looking_changes_nothing(stage: Stage, cashier: str, path: str) -> None:
    headers = {"Cookie": cashier, "Authorization": None}

    assert stage.till.ask("GET", path, headers=headers).status == 405


@pytest.mark.parametrize("path", ["/pages/events", "/pages/why", *ACTIONS])
def test_the_customers_cookie_opens_the_customers_page_alone(
    stage: Stage, customer: str, path: str
) -> None:
    headers = {"Cookie": customer, "Authorization": None}

    assert stage.till.ask("GET", path, headers=headers).status == 401
    assert stage.till.ask("GET", "/customer", headers=headers).status == 200
    assert stage.till.ask("GET", "/", headers=headers).status == 401


def test_another_host_is_refused_at_the_pages_too(stage: Stage, cashier: str) -> None:
    headers: dict[str, str | None] = {"Cookie": cashier, "Host": "evil.example"}

    assert stage.till.ask("GET", "/", headers=headers).json["code"] == "wrong_host"


@pytest.mark.parametrize(
    "body", [b"", b"code=", b"code=%ff%00", b"x" * 9000, b"a=1&" * 40, b"code=\xc3\xa9"]
)
def test_a_senseless_form_signs_nobody_in(stage: Stage, body: bytes) -> None:
    headers = {
        "Authorization": None,
        "Content-Type": FORM,
        "Origin": f"http://{stage.till.address}",
    }

    reply = stage.till.ask("POST", "/sign-in", body, headers=headers)

    assert 400 <= reply.status < 500
    assert "set-cookie" not in reply.headers


def test_no_page_lets_a_script_of_others_in(stage: Stage, cashier: str) -> None:
    headers = {"Cookie": cashier, "Authorization": None}

    policy = stage.till.ask("GET", "/", headers=headers).headers["content-security-policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_codes_are_never_in_the_log(stage: Stage) -> None:
    code = invited(stage.till).partition("#")[2]
    exchanged(stage, code)
    exchanged(stage, code)

    assert code not in stage.till.log()
    assert "request_refused" in [
        json.loads(line)["event"] for line in stage.till.log().splitlines()
    ]
