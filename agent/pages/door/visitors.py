"""Who may see the pages: a one-time code, exchanged for a cookie that only we can write."""

import hmac
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Final, Literal, get_args

from agent.counter.ground.answers import Answer
from sync.kit.clock import Clock

Role = Literal["cashier", "customer"]
"""``cashier`` sees both pages and may act; ``customer`` sees the customer's page alone."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
CODE_S: Final = 300
CODES_MAX: Final = 16
COOKIE_S: Final = 365 * 24 * 3600
SIGN_IN: Final = "/sign-in"
CASHIER: Final = "/"
CUSTOMER: Final = "/customer"
FOLDER: Final = "/pages/"
"""Everything the pages ask for: ``files/`` is open, ``customer/`` is for both roles."""

_FILES: Final = "/pages/files/"
_OPEN: Final = frozenset({CASHIER, CUSTOMER, SIGN_IN})
_FOR_CUSTOMERS: Final = frozenset({CUSTOMER, SIGN_IN, "/pages/customer/events"})
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LETTERS: Final = 12
_NONCE_BYTES: Final = 16
_COOKIE_CHARACTERS_MAX: Final = 4096


class Visitors:
    """Codes wait here a few minutes; cookies need no memory: our key has signed them.

    ``key`` is the till's own; whoever deletes its file signs everybody out.
    """

    def __init__(
        self,
        key: bytes,
        *,
        address: str,
        clock: Clock,
        entropy: Callable[[int], bytes],
    ) -> None:
        self._key: Final = key
        self._address: Final = address
        # Ports of one host share a browser's cookies: two tills must not.
        self._cookie: Final = f"vafa_{address.rpartition(':')[2]}"
        self._clock: Final = clock
        self._entropy: Final = entropy
        self._codes: OrderedDict[str, tuple[Role, int]] = OrderedDict()

    def invite(self, role: Role) -> Answer:
        """Make a one-time code and tell the address that uses it up."""
        code = self._code()
        until_ms = self._clock.monotonic_ms() + CODE_S * 1000
        self._codes[code] = (role, until_ms)
        if len(self._codes) > CODES_MAX:
            self._codes.popitem(last=False)
        # Behind the #: a browser keeps it to itself, so that it comes into no log.
        return {
            "url": f"http://{self._address}{SIGN_IN}#{code}",
            "code": code,
            "page": role,
            "valid_s": CODE_S,
        }

    def admit(self, code: str) -> tuple[Role, str] | None:
        """Use a code up; returns its role and the Set-Cookie header, or None."""
        plain = code.strip().upper().replace("-", "")
        found = self._codes.pop(plain, None)
        if found is None or found[1] < self._clock.monotonic_ms():
            return None
        role = found[0]
        said = f"{role}.{self._entropy(_NONCE_BYTES).hex()}"
        cookie = (
            f"{self._cookie}={said}.{self._signed(said)}; Path=/; Max-Age={COOKIE_S}; "
            "HttpOnly; SameSite=Strict"
        )
        return role, cookie

    def role(self, cookies: bytes) -> Role | None:
        """Return whose cookie is among these; None for nobody's."""
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(cookies[:_COOKIE_CHARACTERS_MAX].decode("latin-1"))
        except CookieError:
            return None
        shown = jar[self._cookie].value if self._cookie in jar else ""
        said, _, signature = shown.rpartition(".")
        if not hmac.compare_digest(self._signed(said).encode(), signature.encode()):
            return None
        name = said.partition(".")[0]
        return next((role for role in ROLES if role == name), None)

    def serves(self, path: str) -> bool:
        """Whether a path is one of the pages'."""
        return path in _OPEN or path.startswith(FOLDER)

    def admits(self, role: str | None, path: str) -> bool:
        """Whether a visitor may go there; a page itself asks a stranger to sign in."""
        if role == "cashier" or path in _OPEN or path.startswith(_FILES):
            return True
        return role == "customer" and path in _FOR_CUSTOMERS

    def _code(self) -> str:
        # 31 letters that nobody confuses; a byte of 248 and more would favour the first.
        letters: list[str] = []
        while len(letters) < _CODE_LETTERS:
            letters += [
                _LETTERS[byte % len(_LETTERS)]
                for byte in self._entropy(_CODE_LETTERS)
                if byte < 256 - 256 % len(_LETTERS)
            ]
        return "".join(letters[:_CODE_LETTERS])

    def _signed(self, said: str) -> str:
        return hmac.new(self._key, b"vafa page\n" + said.encode(), sha256).hexdigest()
