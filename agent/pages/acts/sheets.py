"""Sheets: what is rarely needed, one key away; each is drawn when it is opened."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final, Literal, get_args

from fastapi import Query, Response

from agent.counter.asked.requests import KeyPart
from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text, whole
from agent.pages.acts.answering import Answering, member_of
from agent.pages.acts.birthdays import birthday_fields
from agent.pages.door.paper import html
from agent.pages.door.rendering import render
from agent.pages.screen.purses import coupon_view, gift_card_view, wallet_view
from agent.pages.screen.screens import Screen
from agent.speech.tongue import Tongue
from agent.words.writing import apart
from rules.ground.refusal import Refusal
from sync.kit.clock import to_ms

SheetName = Literal[
    "menu",
    "enrol",
    "vouchers",
    "gift_card",
    "wallet",
    "attach",
    "turns",
    "replace",
    "block",
    "training",
    "slip",
]
SHEETS: Final[tuple[SheetName, ...]] = get_args(SheetName)
Values = Mapping[str, object]
_NEED_MEMBER: Final = frozenset({"vouchers", "wallet", "attach"})


class Sheets(Answering):
    """Draws sheets; nothing is changed by looking at one."""

    async def draw(
        self,
        name: SheetName,
        workstation: Annotated[KeyPart, Query()],
        lang: Annotated[str | None, Query(max_length=8)] = None,
    ) -> Response:
        """Draw a sheet for who stands at a workstation now."""
        tongue = await self.speaking.tongue(lang)
        session = await self.session(workstation)
        there: Answer = {} if isinstance(session, Refusal) else session
        if name in _NEED_MEMBER and not member_of(there):
            words = tongue.say("no.no_member")
            title = tongue.say(f"tile.{name}")
            return html(
                render("sheet_nobody.html", say=tongue.say, title=title, words=words)
            )
        screen = self.screens.at(workstation)
        values = await self._values(name, tongue, there, screen=screen, place=workstation)
        return html(
            render(
                f"sheet_{name}.html",
                say=tongue.say,
                lang=tongue.language.code,
                workstation=workstation,
                member=member_of(there),
                who=_who(tongue, there),
                shown="",
                training=screen.training,
                at=self.clock.now().isoformat(),
                quote=screen.quote or {},
                **values,
            )
        )

    async def _values(
        self, name: SheetName, tongue: Tongue, there: Answer, *, screen: Screen, place: str
    ) -> Values:
        """Return what a sheet shows beside who stands there."""
        match name:
            case "menu":
                return await self._menu(tongue, screen)
            case "vouchers":
                return await self._vouchers(tongue, place)
            case "attach":
                return await self._attach(tongue, screen, place)
            case "turns":
                return await self._turns(tongue, there)
            case _:
                at_hand: Mapping[str, Callable[[], Values]] = {
                    "enrol": lambda: birthday_fields(tongue),
                    "gift_card": lambda: self._gift_card(tongue, screen),
                    "wallet": lambda: {
                        "purse": wallet_view(tongue, there, screen.quote),
                        "proof": tongue.setting.proof,
                    },
                    "slip": lambda: {"slips": _slips(tongue, screen)},
                }
                return at_hand[name]() if name in at_hand else {}

    async def _menu(self, tongue: Tongue, screen: Screen) -> Values:
        setting = tongue.setting
        waiting = len(rows((await self._parked()).get("suspended")))
        missing = {
            name
            for name, is_there in (
                ("gift_card", setting.gift_cards),
                ("wallet", setting.wallet),
                ("slip", bool(self.printers())),
            )
            if not is_there
        }
        marks = {
            "turns": tongue.number(waiting) if waiting else "",
            "training": tongue.say("key.on") if screen.training else "",
        }
        tiles = [
            {
                "name": name,
                "key": number,
                "cap": tongue.number(number),
                "words": tongue.say(f"tile.{name}"),
                "is_there": name not in missing,
                "mark": marks.get(name, ""),
            }
            for number, name in enumerate(SHEETS[2:], start=1)
        ]
        return {"tiles": tiles}

    async def _vouchers(self, tongue: Tongue, workstation: str) -> Values:
        counter = self.doors.counter
        said = await self.speaking.ask("vouchers", lambda: counter.vouchers_of(workstation))
        listed = () if isinstance(said, Refusal) else rows(said.get("vouchers"))
        coupons = sorted(
            (coupon_view(tongue, each) for each in listed),
            key=lambda each: not each.is_good,
        )
        return {"coupons": coupons}

    def _gift_card(self, tongue: Tongue, screen: Screen) -> Values:
        beside = screen.beside or {}
        card = table(beside.get("voucher"))
        if text(card, "kind") != "gift_card":
            return {"card": None}
        return {"card": gift_card_view(tongue, card, screen.quote)}

    async def _attach(self, tongue: Tongue, screen: Screen, workstation: str) -> Values:
        counter = self.doors.counter
        said = await self.speaking.ask(
            "sales", lambda: counter.sales_of_nobody(workstation)
        )
        sales = [
            {
                "receipt": text(sale, "number"),
                "number": text(table(sale.get("document")), "number"),
                "time": tongue.time(to_ms(datetime.fromisoformat(text(sale, "at")))),
                "money": tongue.money(whole(sale, "total_minor")),
            }
            for sale in rows(said.get("sales"))
        ]
        return {"sales": sales, "receipt": text(screen.beside or {}, "number")}

    async def _turns(self, tongue: Tongue, there: Answer) -> Values:
        parked = [
            {
                "suspended": text(each, "suspended"),
                "workstation": text(each, "workstation"),
                "time": tongue.time(to_ms(datetime.fromisoformat(text(each, "at")))),
                "name": _who(tongue, each) or tongue.say("member.nobody"),
                "holds": bool(each.get("holds")),
            }
            for each in rows((await self._parked()).get("suspended"))
        ]
        return {"parked": parked, "is_open": bool(member_of(there))}

    async def _parked(self) -> Answer:
        return await self.speaking.ask("suspended", self.doors.counter.suspended)


def _slips(tongue: Tongue, screen: Screen) -> Sequence[Mapping[str, str]]:
    """List what was booked here last and has a slip, the newest first."""
    found = [
        {
            "receipt": text(table(happening.answer.get("receipt")), "number"),
            "words": tongue.say(f"banner.{happening.kind}"),
            "time": tongue.time(happening.at_ms),
        }
        for happening in screen.log
        if happening.kind in {"sale", "refund"}
    ]
    return [row for row in found if row["receipt"]]


def _who(tongue: Tongue, there: Answer) -> str:
    """Return the name of who stands there as a sentence holds it; empty for nobody."""
    if not member_of(there):
        return ""
    named = text(table(there.get("member")), "name")
    return apart(named) if named else tongue.say("member.unnamed")
