"""Above a set worth the cashier types the code on the member's phone, or hears why not."""

from base64 import b32encode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from agent.pos.calls.card_picture import proof_svg
from rules.members.one_time import ProofTerms, code_of, step_of
from sync.wire.keys.tokens import proof_secret
from tests.agent.counter.shop import CARD, TOKEN_KEY, programme
from tests.agent.pages.stage import BLANK_CARD, LANGUAGES, open_stage
from tests.agent.pages.test_fitting import fits, has_no_violation

RULES = replace(programme(), proof=ProofTerms(from_minor=300))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "From RM 3.00 on the member's six-digit code"),
        ("fa", "رمز شش‌رقمی عضو لازم است"),
    ],
)
def test_the_code_is_asked_for_and_taken(
    browser: Browser, tmp_path: Path, lang: str, said: str
) -> None:
    with open_stage(tmp_path, browser, rules=RULES) as stage:
        page = stage.open_with_sara(lang)
        page.keyboard.press("F2")
        expect(page.locator(".no").first).to_contain_text(said)
        fits(page)
        has_no_violation(page)

        secret = proof_secret(TOKEN_KEY, CARD)
        page.locator("#points-proof").fill(code_of(secret, step_of(datetime.now(UTC))))
        page.locator("#points").fill("500")
        page.locator("#points").press("Enter")

        expect(page.locator(".held")).to_be_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_card_comes_with_what_the_members_phone_makes_its_codes_of(
    browser: Browser, tmp_path: Path, lang: str
) -> None:
    secret = b32encode(proof_secret(TOKEN_KEY, BLANK_CARD)).decode()
    uri = f"otpauth://totp/{RULES.name}?secret={secret}&issuer={RULES.name}"
    with open_stage(tmp_path, browser, rules=RULES) as stage:
        page = stage.open("/", lang)

        page.keyboard.press("F5")
        page.locator("#enrol-card").fill(BLANK_CARD)
        page.keyboard.press("Enter")

        expect(page.locator("#sheet .number")).to_have_text(BLANK_CARD)
        drawn = page.locator("#sheet .picture svg path[stroke]")
        expect(drawn).to_have_count(2)
        drawn_as = f' d="{drawn.nth(1).get_attribute("d")}"'
        assert drawn_as in proof_svg(uri)
        fits(page)
        has_no_violation(page)
        page.emulate_media(media="print")
        expect(page.locator("#sheet .picture svg >> visible=true")).to_have_count(1)
