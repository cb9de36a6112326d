"""The sandbox's page: magic cards, the line, and the way to the till's own pages."""

import html
import threading
from collections.abc import Callable, Mapping
from typing import Final

from agent.words.catalogue import Words
from install.demo.baskets import WORKSTATION
from install.demo.line import HOST
from install.demo.magic_cards import BLOCKED, MAGIC_CARDS
from install.demo.shop import Shop


class Sandbox:
    """What the page can do with one shop."""

    def __init__(self, shop: Shop, words: Words) -> None:
        self.shop: Final = shop
        self.words: Final = words
        self._one_card: Final = threading.Lock()
        self.actions: Final[Mapping[str, Callable[[], None]]] = {
            "cut": self._cut,
            "restore": self._restore,
        }

    def set_up(self) -> None:
        """Stop the card that must not work."""
        wish = {"workstation": WORKSTATION, "card": BLOCKED, "reason": "stolen"}
        self.shop.pos.post("/v1/cards/block", wish).accepted()

    def press(self, name: str) -> bool:
        """Send a magic card, or pull at the line; False for a name nobody knows."""
        if name in self.actions:
            self.actions[name]()
            return True
        if name not in MAGIC_CARDS:
            return False
        with self._one_card:
            MAGIC_CARDS[name](self.shop.scanner)
        return True

    def invite(self, page: str) -> str:
        """Return an address that opens a page of the till, once."""
        return self.shop.pos.post("/v1/sign-ins", {"page": page}).accepted().text("url")

    def page(self, sent: str = "") -> str:
        """Draw the page."""
        say, language = self.words.say, self.words.language
        cards = "".join(_button("press", name, self._say(name)) for name in MAGIC_CARDS)
        line = "".join(_button("press", name, self._say(name)) for name in self.actions)
        pages = "".join(
            _button("open", page, say(f"sandbox.{page}"), there=True)
            for page in ("cashier", "customer")
        )
        told = say("sandbox.sent", what=self._say(sent)) if self._knows(sent) else ""
        return (
            f'<!doctype html><html lang="{language.code}" dir="{language.direction}">'
            f'<meta charset="utf-8"><title>Vafa sandbox</title>'
            '<link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="/pages/files/page.css">'
            f'<body class="sandbox-page"><main><p class="sandbox">{say("page.sandbox")}</p>'
            f"<h1>{say('sandbox.title')}</h1><nav>{pages}"
            f'<a class="button" target="_blank" href="http://{HOST}:{self.shop.port}/docs">'
            f"{say('sandbox.docs')}</a></nav><p>{say('sandbox.how')}</p>"
            f'<div class="cards">{cards}</div><nav>{line}</nav>'
            f'<p role="status">{html.escape(told)}</p></main></body></html>'
        )

    def _cut(self) -> None:
        self.shop.line.cut()
        self._meet()

    def _restore(self) -> None:
        self.shop.line.restore()
        self._meet()

    def _meet(self) -> None:
        """Let the till try head office now, so that its pages tell how the line is."""
        self.shop.pos.post("/v1/sync")

    def _say(self, name: str) -> str:
        return self.words.say(f"sandbox.{name}")

    def _knows(self, name: str) -> bool:
        return name in MAGIC_CARDS or name in self.actions


def _button(action: str, name: str, words: str, *, there: bool = False) -> str:
    target = ' target="_blank"' if there else ""
    return (
        f'<form method="post" action="/{action}"{target}>'
        f'<button name="name" value="{name}">{html.escape(words)}</button></form>'
    )
