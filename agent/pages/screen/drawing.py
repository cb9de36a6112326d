"""Drawing: a workstation's screen in, the HTML of a page or of its changing part out."""

from collections.abc import Iterable
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, whole
from agent.pages.door.page_doors import LineState
from agent.pages.door.rendering import render
from agent.pages.screen.happenings import banner, lines, outcome
from agent.pages.screen.member_view import MemberView, member_view
from agent.pages.screen.purses import held_views
from agent.pages.screen.redeeming import products, redeeming
from agent.pages.screen.screens import Screen
from agent.speech.tongue import Tongue
from agent.words.languages import LANGUAGES
from drivers.mouth.speaker import SpeakerState


def draw_cashier(tongue: Tongue, screen: Screen, *, workstation: str) -> str:
    """Draw what changes on the cashier's page."""
    face = _face(tongue, screen)
    spends = _may_redeem(screen, face)
    return render(
        "cashier_screen.html",
        say=tongue.say,
        tongue=tongue,
        workstation=workstation,
        banner=banner(tongue, screen),
        member=face,
        redeeming=redeeming(tongue, screen.face or {}, screen.quote) if spends else None,
        products=products(tongue, screen.quote) if spends else (),
        basket=_basket(tongue, screen.quote),
        held=held_views(tongue, screen.held.values()),
        training=screen.training,
        coupons=tongue.words.count("member.coupons", screen.coupons)
        if screen.coupons and not screen.booked
        else "",
        quote=screen.quote or {},
        lines=lines(tongue, screen),
    )


def draw_customer(tongue: Tongue, screen: Screen) -> str:
    """Draw what changes on the customer's page: nothing that is not theirs to see."""
    rests = screen.booked and screen.rests
    face = None if rests else _face(tongue, screen)
    if face is not None and not face.is_active:
        face = None
    decision = screen.decision
    done = ""
    if face is not None and decision is not None and screen.booked:
        done = outcome(tongue, decision)
    return render(
        "customer_screen.html",
        say=tongue.say,
        member=face,
        basket=_basket(tongue, screen.quote) if face else (),
        done=done,
    )


def draw_strip(
    tongue: Tongue, line: LineState | None, printers: Iterable[SpeakerState] = ()
) -> str:
    """Say in a few words what is wrong with a printer, and how the line is."""
    said = [_printer(tongue, printer) for printer in printers]
    words = (*said, _line(tongue, line))
    return tongue.say("list.dot").join(part for part in words if part)


def _printer(tongue: Tongue, printer: SpeakerState) -> str:
    told = printer.condition in {"paper_low", "paper_out", "cover_open"}
    if printer.is_well and not told:
        return ""
    if printer.fault or not told:
        return tongue.say("printer.trouble", device=printer.device)
    return tongue.say(f"printer.{printer.condition}", device=printer.device)


def _line(tongue: Tongue, line: LineState | None) -> str:
    """Say how the line is; nothing while nobody knows."""
    if line is None:
        return ""
    if line.is_online and not line.waiting:
        return tongue.say("strip.online")
    waiting = tongue.words.count("strip.waiting", line.waiting)
    if line.is_online:
        return waiting
    return tongue.say("list.dot").join((tongue.say("strip.offline"), waiting))


def next_language(code: str) -> str:
    """Name the language that the language key turns to."""
    codes: Final = tuple(LANGUAGES)
    at = codes.index(code) if code in codes else 0
    return codes[(at + 1) % len(codes)]


def _face(tongue: Tongue, screen: Screen) -> MemberView | None:
    return member_view(tongue, screen.face) if screen.face is not None else None


def _may_redeem(screen: Screen, face: MemberView | None) -> bool:
    return face is not None and face.may_spend and not screen.booked


def _basket(tongue: Tongue, quote: Answer | None) -> tuple[tuple[str, str], ...]:
    """Sum an open basket up: what it costs, what comes off, what it would earn."""
    if quote is None or "total_minor" not in quote:
        return ()
    off = sum(whole(given, "amount_minor") for given in rows(quote.get("discounts")))
    earns = tongue.amounts(rows(quote.get("earned"))) or tongue.points(0)
    found = [(tongue.say("basket.total"), tongue.money(whole(quote, "total_minor")))]
    if off:
        found.append((tongue.say("basket.off"), tongue.money(-off)))
    found.append((tongue.say("basket.earns"), earns))
    return tuple(found)
