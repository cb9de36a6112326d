"""Holes made on purpose, each where a guard of the production code would be missing.

None of the production code is changed: a mutant stands at the link and forges what a
careless office or till would say, or meddles with the files between two steps. Each must be
caught.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sync.till.contact.transport import Letter, Link
from sync.wire.messages import ACKNOWLEDGEMENT, PULLED, Acknowledgement, PullAnswer
from sync.wire.records.batch import unpack_batch
from sync.wire.records.record import unpack
from tests.simulation.spoilers import Spoiled, Spoiler
from tests.simulation.vouchers_given import PRODUCT


class _RewritingLink:
    """A link whose answers are rewritten; ``None`` leaves them to head office."""

    def __init__(self, inner: Link, rewrite: Callable[[Letter, bytes], bytes]) -> None:
        self._inner: Final = inner
        self._rewrite: Final = rewrite

    def ask(self, letter: Letter, *, timeout_s: float) -> bytes:
        """Ask, then rewrite."""
        return self._rewrite(letter, self._inner.ask(letter, timeout_s=timeout_s))


class GrantTakenTwice(Spoiler):
    """A till that takes a grant once more under another name."""

    def link(self, link: Link) -> Link:
        """Repeat every grant in every answer."""
        return _RewritingLink(link, self._repeat)

    @staticmethod
    def _repeat(letter: Letter, body: bytes) -> bytes:
        if letter.path != "/v1/pull":
            return body
        answer = PULLED.validate_json(body)
        if not isinstance(answer, PullAnswer):
            return body
        again = tuple(replace(grant, grant=f"{grant.grant}0") for grant in answer.grants)
        return PULLED.dump_json(replace(answer, grants=answer.grants + again))


class NonceForgotten(Spoiler):
    """A till that takes any answer for the one to its question."""

    def link(self, link: Link) -> Link:
        """Make every answer look like the one that was waited for."""
        return _RewritingLink(link, self._renamed)

    @staticmethod
    def _renamed(letter: Letter, body: bytes) -> bytes:
        answer: dict[str, Any] = json.loads(body)
        return json.dumps({**answer, "nonce": letter.nonce}).encode()


class AcknowledgedUnread(Spoiler):
    """A head office that acknowledges what it has not stored."""

    def link(self, link: Link) -> Link:
        """Answer every second push without delivering it."""
        return _LyingLink(link)


class _LyingLink:
    def __init__(self, inner: Link) -> None:
        self._inner: Final = inner
        self._pushes = 0

    def ask(self, letter: Letter, *, timeout_s: float) -> bytes:
        """Carry everything but every second push."""
        if letter.path != "/v1/push":
            return self._inner.ask(letter, timeout_s=timeout_s)
        self._pushes += 1
        if self._pushes % 2:
            return self._inner.ask(letter, timeout_s=timeout_s)
        batch = unpack_batch(letter.body)
        head = batch.previous
        for packed in batch.records:
            head = unpack(packed).chained_to(head)
        return ACKNOWLEDGEMENT.dump_json(
            Acknowledgement(
                nonce=batch.nonce,
                generation=batch.generation,
                verdict="stored",
                durable_seq=batch.last_seq,
                hash=head.hex(),
                safe_seq=0,
                applied_seq=batch.last_seq,
            )
        )


class OfficeMeddler(Spoiler):
    """A head office that runs these statements after every step."""

    def __init__(self, *statements: str) -> None:
        self._statements: Final = statements

    def disturb(self, world: Spoiled) -> None:
        """Run them in one transaction."""
        connection = world.meddle()
        connection.execute("BEGIN IMMEDIATE")
        for statement in self._statements:
            connection.execute(statement)
        connection.execute("COMMIT")


class TillMeddler(Spoiler):
    """Tills whose journal file is changed by these statements after every step."""

    def __init__(self, *statements: str) -> None:
        self._statements: Final = statements

    def disturb(self, world: Spoiled) -> None:
        """Run them in one transaction at every till."""
        for till in world.tills:
            with till.book.journal.transaction() as connection:
                for statement in self._statements:
                    connection.execute(statement)


class ProgrammeMeddler(Spoiler):
    """Tills that read another programme than head office published: changed like this."""

    def __init__(self, change: Callable[[dict[str, Any]], object]) -> None:
        self._change: Final = change

    def disturb(self, world: Spoiled) -> None:
        """Change every till's copy."""
        for till in world.tills:
            with till.book.members.transaction() as connection:
                for version, document in connection.execute(_PROGRAMMES).fetchall():
                    programme = json.loads(document)
                    self._change(programme)
                    meddled = json.dumps(programme).encode()
                    connection.execute(_ANOTHER, (meddled, version))


_PROGRAMMES: Final = "SELECT version, document FROM programme"
_ANOTHER: Final = "UPDATE programme SET document = ? WHERE version = ?"


def _halve_prices(programme: dict[str, Any]) -> None:
    for reward in programme["rewards"]:
        if "price_points" in reward:
            reward["price_points"] = PRODUCT.price_points // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A hole, the invariants one of which must catch it, and the seeds to try first."""

    spoiler: Callable[[], Spoiler]
    caught_by: frozenset[str]
    seen_in: tuple[int, ...] = ()


_NEVER_AHEAD = "no holder spends more than it took"
_OVERDEALT = "no more is dealt than there is"
_SAME_BALANCES = "head office's balances are the union's"
_OVER_BUDGET = "no campaign gives more than its budget"
_STRANDED = "nothing that is still good is stranded"

MUTANTS: Final[Mapping[str, Mutant]] = {
    "a till takes a grant twice": Mutant(
        spoiler=GrantTakenTwice, caught_by=frozenset({_NEVER_AHEAD})
    ),
    "a till forgets its nonce": Mutant(
        spoiler=NonceForgotten,
        caught_by=frozenset({"an honest till is never frozen"}),
        seen_in=(60, 79),
    ),
    "head office acknowledges unread": Mutant(
        spoiler=AcknowledgedUnread,
        caught_by=frozenset({"what was acknowledged is at head office"}),
    ),
    "head office forgets what it dealt": Mutant(
        spoiler=lambda: OfficeMeddler(
            "UPDATE balance SET amount = amount + 50"
            " WHERE place = 'available' AND unit = 'points' AND account LIKE 'm-%'"
        ),
        caught_by=frozenset({_OVERDEALT, _SAME_BALANCES, _NEVER_AHEAD}),
    ),
    "head office sets a campaign's budget aside again and again": Mutant(
        spoiler=lambda: OfficeMeddler(
            "UPDATE balance SET amount = amount + 50"
            " WHERE place = 'available' AND account LIKE 'b-%'"
        ),
        caught_by=frozenset({_OVERDEALT, _SAME_BALANCES, _NEVER_AHEAD, _OVER_BUDGET}),
        seen_in=(2, 6),
    ),
    "head office takes back what is on its way": Mutant(
        spoiler=lambda: OfficeMeddler(
            "UPDATE balance SET place = 'available' WHERE place LIKE 'transit:%'"
            " AND NOT EXISTS (SELECT 1 FROM balance other"
            " WHERE other.account = balance.account AND other.unit = balance.unit"
            " AND other.lot = balance.lot AND other.place = 'available')",
        ),
        caught_by=frozenset({_OVERDEALT, _SAME_BALANCES, _NEVER_AHEAD, _STRANDED}),
    ),
    "head office forgets which documents it knows": Mutant(
        spoiler=lambda: OfficeMeddler("DELETE FROM document"),
        caught_by=frozenset({"a document booked at two lanes counts once"}),
    ),
    "head office forgets whom to tell": Mutant(
        spoiler=lambda: OfficeMeddler("DELETE FROM change"),
        caught_by=frozenset({"every till shows the union's balance"}),
    ),
    "a till forgets which documents it booked": Mutant(
        spoiler=lambda: TillMeddler("DELETE FROM document"),
        caught_by=frozenset(
            {
                "a repeated document gets the same answer",
                "a document is booked once a till",
            }
        ),
    ),
    "a till finds points in its drawer": Mutant(
        spoiler=lambda: TillMeddler("UPDATE holding SET amount = amount + 5"),
        caught_by=frozenset({_NEVER_AHEAD}),
    ),
    "a till forgets which grants it took": Mutant(
        spoiler=lambda: TillMeddler("DELETE FROM taken"),
        caught_by=frozenset(
            {_NEVER_AHEAD, "a till's projections are what a rebuild gives"}
        ),
    ),
    "a till forgets what was returned": Mutant(
        spoiler=lambda: TillMeddler("DELETE FROM reversal"),
        caught_by=frozenset(
            {
                "a refund never returns more than was given",
                "a till's projections are what a rebuild gives",
            }
        ),
    ),
    "a till keeps a coupon that it took": Mutant(
        spoiler=lambda: TillMeddler(
            "CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM holding WHERE false",
            "INSERT OR IGNORE INTO holding SELECT * FROM kept",
            "INSERT INTO kept SELECT * FROM holding WHERE unit = 'uses'"
            " AND lot NOT IN (SELECT lot FROM kept)",
        ),
        caught_by=frozenset(
            {_NEVER_AHEAD, "a till's projections are what a rebuild gives"}
        ),
        seen_in=(3, 7, 11),
    ),
    "head office forgets which vouchers were promised": Mutant(
        spoiler=lambda: OfficeMeddler("DELETE FROM issuance"),
        caught_by=frozenset({"no voucher is spent twice"}),
        seen_in=(3, 7, 11),
    ),
    "head office forgets the codes it has to withdraw": Mutant(
        spoiler=lambda: OfficeMeddler(
            "UPDATE issuance SET code = 'X' || code WHERE code NOT LIKE 'X%'"
        ),
        caught_by=frozenset({"vouchers of a tier go with it"}),
        seen_in=(67,),
    ),
    "head office forgets that a return took a voucher": Mutant(
        spoiler=lambda: OfficeMeddler(
            "UPDATE returned SET posted = json_set(posted, '$.withdrawn', json('{}'))"
        ),
        caught_by=frozenset(
            {
                "a coupon is withdrawn and given back once",
                "a refund never returns more than was given",
                "a sale and its full return are nothing",
            }
        ),
        seen_in=(3,),
    ),
    "a till does not know that wallets are ours": Mutant(
        spoiler=lambda: ProgrammeMeddler(lambda programme: programme.pop("wallet", None)),
        caught_by=frozenset({"cards and wallets move by what is paid"}),
        seen_in=(3, 7, 11),
    ),
    "a till sells two products for the points of one": Mutant(
        spoiler=lambda: ProgrammeMeddler(_halve_prices),
        caught_by=frozenset({"a product costs its points"}),
        seen_in=(19, 15),
    ),
}
