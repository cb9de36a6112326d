"""What every language's pages keep: no scroll, large targets, nothing axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.agent.pages.stage import LANGUAGES, UNKNOWN_CARD, VIEWPORT, Stage

TARGET_PX = 56
_TOO_SMALL = f"""() => [...document.querySelectorAll("button, a, input:not([type=hidden])")]
  .map((target) => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < {TARGET_PX} || box.height < {TARGET_PX}))
  .map(([html]) => html)"""
_CUT = """() => [...document.querySelectorAll("html, body, main, section, form, button")]
  .filter((part) => part.scrollHeight > part.clientHeight + 1
    || part.scrollWidth > part.clientWidth + 1)
  .filter((part) => part.clientHeight > 1 && getComputedStyle(part).overflow !== "visible")
  .map((part) => part.outerHTML.slice(0, 80))"""
_OUTSIDE = """() => [...document.querySelectorAll("body *")]
  .filter((part) => {
    const box = part.getBoundingClientRect();
    return box.width > 1 && box.height > 1
      && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1);
  }).map((part) => part.outerHTML.slice(0, 80))"""


def fits(page: Page) -> None:
    """Hold a page to the size of the smallest till's screen, and to a finger's."""
    assert page.evaluate(_CUT) == []
    assert page.evaluate(_OUTSIDE) == []
    assert page.evaluate(_TOO_SMALL) == []


def has_no_violation(page: Page) -> None:
    """Let axe look at the page, contrast included."""
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cashiers_page_fits_in_every_state(stage: Stage, lang: str) -> None:
    page = stage.open("/", lang)
    fits(page)

    stage.scan(UNKNOWN_CARD)
    expect(page.locator(".banner.unknown")).to_be_visible()
    fits(page)
    stage.scan("6399001234567893")
    expect(page.locator(".best")).to_be_visible()
    fits(page)
    page.keyboard.press("F6")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    expect(page.locator("#told .no")).to_be_visible()
    fits(page)
    page.keyboard.press("F2")
    expect(page.locator(".held")).to_be_visible()
    fits(page)
    page.keyboard.press("F8")
    expect(page.locator(".best")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_in_either_direction_of_writing(stage: Stage, lang: str) -> None:
    page = stage.open_with_sara(lang)
    has_no_violation(page)

    page.keyboard.press("F1")
    expect(page.locator("#sheet")).to_be_visible()
    has_no_violation(page)
    page.keyboard.press("Escape")
    page.keyboard.press("F5")
    expect(page.locator("#sheet")).to_be_visible()
    has_no_violation(page)
    page.keyboard.press("Escape")
    stage.scan(UNKNOWN_CARD)
    expect(page.locator(".banner.unknown")).to_be_visible()
    has_no_violation(page)
    customers = stage.open("/customer", lang)
    has_no_violation(customers)
    customers.goto(f"http://{stage.till.address}/sign-in")
    has_no_violation(customers)


def test_persian_is_written_from_the_right_in_its_digits_and_calendar(stage: Stage) -> None:
    page = stage.open_with_sara("fa")

    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.locator(".balance")).to_contain_text("۱٬۲۴۰")
    expect(page.locator(".notes")).to_contain_text("۱۰ دی ۱۴۰۵")
    box = page.locator(".member").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] / 2 > VIEWPORT["width"] / 2


def test_amharic_days_are_of_the_ethiopian_calendar(stage: Stage) -> None:
    page = stage.open_with_sara("am")

    expect(page.locator(".notes")).to_contain_text("22 ታኅሣሥ 2019")


def test_every_script_is_drawn_in_a_font_that_came_with_the_page(stage: Stage) -> None:
    for lang, letters in (("fa", "سلام"), ("am", "ሰላም")):
        page = stage.open_with_sara(lang)
        loaded = page.evaluate(
            'async (letters) => (await document.fonts.load(\'400 17px "Vafa Arabic", '
            '"Vafa Ethiopic"\', letters)).map((font) => font.status)',
            letters,
        )
        assert loaded == ["loaded"]


def test_the_language_key_goes_round_and_comes_back(stage: Stage) -> None:
    page = stage.open()

    for lang in (*LANGUAGES[1:], "en"):
        with page.expect_navigation():
            page.keyboard.press("F9")
        expect(page.locator("html")).to_have_attribute("lang", lang)


def test_everything_can_be_reached_by_the_keyboard_alone(stage: Stage) -> None:
    page = stage.open_with_sara()
    reached = set()

    for _ in range(16):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.key ?? ''"))

    assert {"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F9", "F10", "F11"} <= reached
