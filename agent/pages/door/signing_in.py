"""Signing in: the page that takes a one-time code, and the exchange for a cookie."""

from typing import Final

from fastapi import Request, Response

from agent.pages.door.forms import read_form
from agent.pages.door.page_doors import PageDoors
from agent.pages.door.paper import HEADERS, html
from agent.pages.door.rendering import render
from agent.pages.door.visitors import CASHIER, CUSTOMER
from agent.speech.tongue import Setting, Tongue
from agent.words.catalogue import words_of

_SEE_OTHER: Final = 303
_FORBIDDEN: Final = 403


class SigningIn:
    """Exchanges codes. Nothing is changed by looking at the page."""

    def __init__(self, doors: PageDoors) -> None:
        self._doors: Final = doors

    async def ask(self) -> Response:
        """Show the page; its script sends what stands behind the address's ``#``."""
        return html(sign_in_page(self._tongue))

    async def exchange(self, request: Request) -> Response:
        """Use a code up: a cookie and the way to its page, or the question again.

        A browser of the cashier that also opens the customer's page stays the cashier's:
        both windows of one browser have one cookie, and the cashier's sees both pages.
        """
        form = await read_form(request)
        admitted = self._doors.visitors.admit(form.get("code", ""))
        if admitted is None:
            return html(sign_in_page(self._tongue, wrong=True), status=_FORBIDDEN)
        role, cookie = admitted
        there = CASHIER if role == "cashier" else CUSTOMER
        headers = {**HEADERS, "location": there}
        shown = request.headers.get("cookie", "").encode("latin-1")
        if self._doors.visitors.role(shown) != "cashier":
            headers["set-cookie"] = cookie
        return Response(status_code=_SEE_OTHER, headers=headers)

    @property
    def _tongue(self) -> Tongue:
        return Tongue(words_of(self._doors.language), Setting(rules={}))


def sign_in_page(tongue: Tongue, *, wrong: bool = False) -> str:
    """Draw the page that asks for a code."""
    return render("sign_in.html", say=tongue.say, language=tongue.language, wrong=wrong)
