"""What a cashier does with money kept with us: gift cards and wallets, by what is typed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from fastapi import Request, Response

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, text
from agent.pages.acts.answering import Answering
from agent.pages.door.forms import read_form
from agent.pages.door.paper import html
from agent.pages.door.rendering import render
from agent.pages.screen.purses import gift_card_view, wallet_money
from agent.pos.calls.card_picture import card_svg
from agent.pos.requests.shapes import HOLD, SALE, TOP_UP
from agent.speech.tongue import Tongue
from agent.words.writing import read_money
from drivers.guard.digits import ascii_digits
from rules.ground.refusal import Refusal, refuse

PAGE_NUMBER: Final = "page-"
"""What the number of a document that a page made begins with."""


class MoneyActs(Answering):
    """A document made here is named by the form's own key: sent twice, it is one."""

    async def look(self, request: Request) -> Response:
        """Show what is on a gift card, and how much of it could be set aside."""
        form = await read_form(request)
        code = ascii_digits(form.get("code", "").strip())
        said = await self._card(code)
        if isinstance(said, Refusal):
            return await self.told(form, said)
        tongue = await self.tongue(form)
        screen = self.screens.at(form.get("workstation", ""))
        return html(
            render(
                "sheet_gift_card.html",
                say=tongue.say,
                lang=tongue.language.code,
                workstation=form.get("workstation", ""),
                at=self.clock.now().isoformat(),
                card=gift_card_view(tongue, said, screen.quote),
                quote=screen.quote or {},
            )
        )

    async def hold(self, request: Request) -> Response:
        """Set money of a gift card or of the member's wallet aside for this sale."""
        form = await read_form(request)
        if self.practises(form):
            return await self.misread(form, "practice_holds")
        tongue = await self.tongue(form)
        is_wallet = form.get("tender") == "wallet"
        objection = await self.elsewhere(form) if is_wallet else None
        if objection is not None:
            return await self.told(form, objection)
        asked = {
            "workstation": form.get("workstation"),
            "tender": form.get("tender"),
            "amount_minor": self._typed(tongue, form),
            "code": None if is_wallet else form.get("code"),
            "quote": form.get("quote") or None,
            "proof": form.get("proof") or None,
        }
        wish = self.wish(HOLD, asked)
        if wish is None:
            return await self.misread(form, "no_amount")
        return await self.told(form, await self.desk.set_aside(wish))

    async def top_up(self, request: Request) -> Response:
        """Take money into the wallet of who stands there."""
        form = await read_form(request)
        objection = await self.elsewhere(form)
        if objection is not None:
            return await self.told(form, objection)
        tongue = await self.tongue(form)
        amount = self._typed(tongue, form)
        asked = self._document(tongue, form, "top_up") | {"amount_minor": amount}
        wish = self.wish(TOP_UP, asked | {"tenders": _paid(form, amount)})
        if wish is None:
            return await self.misread(form, "no_amount")
        said = await self.desk.take_in(wish)
        if isinstance(said, Refusal):
            return await self.told(form, said)
        money = tongue.money(wish.amount_minor)
        title = tongue.say("wallet.done", money=money)
        detail = tongue.say("wallet.now", money=wallet_money(tongue, said))
        if wish.training:
            title, detail = tongue.say("practice.done"), ""
        return html(render("sheet_done.html", say=tongue.say, title=title, detail=detail))

    async def sell(self, request: Request) -> Response:
        """Sell a gift card, and show its code."""
        form = await read_form(request)
        tongue = await self.tongue(form)
        amount = self._typed(tongue, form)
        line = {
            "line": "1",
            "quantity": "1",
            "unit_price_minor": amount,
            "amount_minor": amount,
            "type": "gift_card_sale",
        }
        asked = self._document(tongue, form, "sale") | {"lines": [line]}
        wish = self.wish(SALE, asked | {"tenders": _paid(form, amount)})
        if wish is None or not amount:
            return await self.misread(form, "no_amount")
        if not tongue.setting.gift_cards:
            return await self.misread(form, "no_gift_cards")
        said = await self.desk.sell(wish)
        if isinstance(said, Refusal):
            return await self.told(form, said)
        code = "" if wish.training else _made(said)
        title = tongue.say("gift_card.sold", money=tongue.money(amount))
        return html(
            render(
                "sheet_card.html",
                say=tongue.say,
                title=title,
                card=code,
                picture=card_svg(code) if code else None,
                proof="",
                # Where there is a printer, the slip of its sale bears the code.
                on_paper=False,
            )
        )

    async def _card(self, code: str) -> Answer | Refusal:
        counter = self.doors.counter
        if not code:
            return refuse("voucher_missing")
        said = await self.speaking.ask("voucher", lambda: counter.voucher(code))
        if isinstance(said, Refusal) or said.get("kind") == "gift_card":
            return said
        return refuse("no_gift_card")

    def _typed(self, tongue: Tongue, form: Mapping[str, str]) -> int | None:
        return read_money(form.get("amount", ""), tongue.setting.currency) or None

    def _document(
        self, tongue: Tongue, form: Mapping[str, str], kind: str
    ) -> dict[str, object]:
        """Return what every document of a page says; the sheet's own moment is its."""
        try:
            at = datetime.fromisoformat(form.get("at", ""))
            day = at.astimezone(tongue.setting.zone).date().isoformat()
        except (ValueError, OverflowError):
            day = ""
        return {
            "document": {
                "store": tongue.setting.store,
                "workstation": form.get("workstation"),
                "business_day": day,
                "number": f"{PAGE_NUMBER}{form.get('key', '')}",
                "kind": kind,
            },
            "at": form.get("at"),
            "currency": tongue.setting.currency,
            "training": self.practises(form),
        }


def _paid(form: Mapping[str, str], amount: int | None) -> Sequence[Mapping[str, object]]:
    tender = "card" if form.get("tender") == "card" else "cash"
    return [{"tender": tender, "amount_minor": amount}]


def _made(said: Answer) -> str:
    """Return the code of the gift card that a sale made."""
    cards = (each for each in rows(said.get("issued")) if each.get("kind") == "gift_card")
    return text(next(cards, {}), "code")
