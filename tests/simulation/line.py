"""The line between a till and head office: it loses, repeats, delays and reorders.

It stands where the HTTP link stands (``sync/till/contact/transport.py``), with the same
bytes; the signatures around them are left to the tests of the link.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from sync.till.contact.transport import Letter, LinkFault

Mishap = Literal["fine", "lost", "unanswered", "twice", "delayed", "old"]
"""What may happen to one request.

``lost`` never arrives. ``unanswered`` is handled and its answer is lost; it may come later.
``twice`` arrives twice. ``delayed`` times out and arrives some other time. ``old`` is
answered with an answer to an earlier question, while its own is still on the way.
"""

PARKED_MAX: Final = 12
DELAY_MAX: Final = 40
"""After how many further requests, of any till, a delayed letter has arrived."""

_HINT: Final = "This is a simulated line."

HeadOffice = Callable[[Letter], bytes]
"""Head office's door: bytes in, bytes out; a fault when it is down."""


@dataclass(slots=True, kw_only=True)
class Traffic:
    """What the line carried so far, for the report."""

    requests: int = 0
    mishaps: int = 0


class Line:
    """One till's line. ``cut`` is a partition; mishaps are dealt one a request."""

    def __init__(self, office: HeadOffice, traffic: Traffic) -> None:
        self._office: Final = office
        self._traffic: Final = traffic
        self._mishaps: deque[Mishap] = deque()
        self._late_letters: deque[tuple[int, Letter]] = deque(maxlen=PARKED_MAX)
        self._late_answers: dict[str, deque[bytes]] = {}
        self.cut = False

    def expect(self, mishaps: Iterable[Mishap]) -> None:
        """Deal the mishaps of the next requests, in order; older ones are forgotten."""
        self._mishaps = deque(mishaps)

    def ask(self, letter: Letter, *, timeout_s: float) -> bytes:
        """Carry a letter over and an answer back, or fail trying."""
        del timeout_s
        self._traffic.requests += 1
        if self.cut:
            raise LinkFault("The line is cut.", hint=_HINT)
        self._let_arrive()
        mishap = self._mishaps.popleft() if self._mishaps else "fine"
        if mishap == "fine":
            return self._office(letter)
        self._traffic.mishaps += 1
        return self._suffer(mishap, letter)

    def deliver_late(self, pick: int) -> bool:
        """Let one delayed letter arrive now; say if there was one."""
        if not self._late_letters:
            return False
        late = self._late_letters[pick % len(self._late_letters)]
        self._late_letters.remove(late)
        self._keep(late[1], self._office(late[1]))
        return True

    def mend(self) -> None:
        """Let everything on its way arrive; from now on nothing goes wrong."""
        self.cut = False
        self._mishaps.clear()
        while self._late_letters:
            self.deliver_late(0)

    def _let_arrive(self) -> None:
        """Let delayed letters arrive whose time has come: they were asked again since."""
        for due, letter in list(self._late_letters):
            if due <= self._traffic.requests:
                self._late_letters.remove((due, letter))
                self._keep(letter, self._office(letter))

    def _suffer(self, mishap: Mishap, letter: Letter) -> bytes:
        if mishap in ("lost", "delayed"):
            if mishap == "delayed":
                wait = 1 + 7 * self._traffic.requests % DELAY_MAX
                self._late_letters.append((self._traffic.requests + wait, letter))
            raise LinkFault(f"The request was {mishap}.", hint=_HINT)
        answer = self._office(letter)
        if mishap == "twice":
            self._keep(letter, answer)
            return self._office(letter)
        earlier = self._earlier(letter) if mishap == "old" else None
        self._keep(letter, answer)
        if earlier is None:
            raise LinkFault("The answer was lost.", hint=_HINT)
        return earlier

    def _earlier(self, letter: Letter) -> bytes | None:
        kept = self._late_answers.get(letter.path)
        return kept[self._traffic.requests % len(kept)] if kept else None

    def _keep(self, letter: Letter, answer: bytes) -> None:
        kept = self._late_answers.setdefault(letter.path, deque(maxlen=PARKED_MAX))
        kept.append(answer)
