"""Prize draws that anyone can check: entries, a seed promised beforehand, winners.

Before the draw the hash of a secret seed is published (:func:`commitment`). After the
entries are closed the list and the seed are published: whoever has both finds the same
winners. Each ticket gets a number that only the seed decides (HMAC-SHA-256 over draw, entry
and ticket); the lowest numbers win. Nobody who knows the entries but not the seed can tell
who wins, and nobody can change the seed once its hash is known.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rules.conditions.when import ALWAYS, When
from rules.ground import bounds
from rules.ground.ids import AccountId, Unit

PREFIX = "n.draw."
_SEED_BYTES = 32
TICKETS_MAX = 1_000


def ticket_counter(draw: str) -> Unit:
    """Return the counter of a member's tickets of a draw."""
    return Unit(f"{PREFIX}{draw}")


def draw_of(unit: Unit) -> str:
    """Return the draw whose tickets a unit counts; empty for any other unit."""
    return unit.removeprefix(PREFIX) if unit.startswith(PREFIX) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """``count`` times the same prize; ``gives`` names the voucher that hands it out."""

    prize: str
    count: int = 1
    gives: str = ""

    def __post_init__(self) -> None:
        """Refuse a prize that nobody can win."""
        bounds.identifier("prize", self.prize)
        bounds.within("count", self.count, least=1, most=bounds.POINTS_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A prize draw: ``prizes`` are drawn in their order, the first is the first prize.

    A sale enters it when ``when`` holds: one ticket for every ``ticket_minor`` its goods
    cost (0: one a sale). The hash of its seed is ``commitment`` (SHA-256, hexadecimal).
    ``once``: a member wins at most one prize.
    """

    draw: str
    commitment: str
    prizes: tuple[Prize, ...]
    when: When = ALWAYS
    ticket_minor: int = 0
    once: bool = True

    def __post_init__(self) -> None:
        """Refuse a draw that cannot be held or checked."""
        bounds.identifier("draw", self.draw)
        digits = set("0123456789abcdef")
        if len(self.commitment) != 2 * _SEED_BYTES or set(self.commitment) - digits:
            raise bounds.OutOfBoundsError(
                "commitment must be a SHA-256 hash: 64 digits 0-9 and a-f"
            )
        bounds.some("prizes", self.prizes)
        bounds.names("prizes", tuple(prize.prize for prize in self.prizes))
        most = bounds.MONEY_MINOR_MAX
        bounds.within("ticket_minor", self.ticket_minor, least=0, most=most)

    @property
    def unit(self) -> Unit:
        """The counter of a member's tickets."""
        return ticket_counter(self.draw)

    def tickets(self, basket_minor: int) -> int:
        """Return how many tickets a sale of that much gives, at most a thousand."""
        if not self.ticket_minor:
            return 1
        return min(TICKETS_MAX, basket_minor // self.ticket_minor)


@dataclass(frozen=True, slots=True, order=True)
class Entered:
    """An entry of the published list: what it is called, whose it is, how many tickets."""

    entry: str
    account: AccountId
    tickets: int


@dataclass(frozen=True, slots=True)
class Won:
    """A prize and the ticket that won it; ``number`` is what the seed gave the ticket."""

    prize: str
    entry: str
    account: AccountId
    ticket: int
    number: str


def commitment(seed: bytes) -> str:
    """Return what is published before the draw."""
    return sha256(seed).hexdigest()


def list_hash(entries: Iterable[Entered]) -> str:
    """Return the hash of the list of entries, whatever order it is in."""
    digest = sha256()
    for entry in sorted(entries):
        digest.update(f"{entry.entry}|{entry.account}|{entry.tickets}\n".encode())
    return digest.hexdigest()


def winners(draw: Draw, entries: Sequence[Entered], seed: bytes) -> tuple[Won, ...]:
    """Return who wins what, the first prize first; fewer when there are too few entries.

    Raises ValueError when the seed is not the one that was promised.
    """
    if not hmac.compare_digest(commitment(seed), draw.commitment):
        raise ValueError("the seed is not the one whose hash was published")
    numbered = sorted(
        (_number(draw, entry, ticket, seed), entry, ticket)
        for entry in set(entries)
        for ticket in range(1, min(entry.tickets, TICKETS_MAX) + 1)
    )
    prizes = [prize.prize for prize in draw.prizes for _ in range(prize.count)]
    won: list[Won] = []
    happy: set[AccountId] = set()
    for number, entry, ticket in numbered:
        if len(won) == len(prizes):
            break
        if not (draw.once and entry.account in happy):
            happy.add(entry.account)
            prize = prizes[len(won)]
            won.append(Won(prize, entry.entry, entry.account, ticket, number))
    return tuple(won)


def _number(draw: Draw, entry: Entered, ticket: int, seed: bytes) -> str:
    said = f"{draw.draw}|{entry.entry}|{entry.account}|{ticket}".encode()
    return hmac.new(seed, said, sha256).hexdigest()
