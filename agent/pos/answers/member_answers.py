"""What the local API answers about members and their cards."""

from typing import Literal

from typing_extensions import TypedDict

from agent.pos.answers.answers import DocumentOut, Earned, Issued, MemberAfter, ShownMember


class EnrolAnswer(TypedDict):
    """A new member; ``qr_svg`` is a picture of the card's code, to show or print.

    ``proof_uri``, for the member's eyes alone: a QR of it has an authenticator app show the
    one-time codes that the programme asks for; null where it asks for none.
    """

    record: str
    state: Literal["enrolled", "training"]
    member: ShownMember | None
    card: str | None
    qr_svg: str | None
    proof_uri: str | None


class CardAnswer(TypedDict):
    """A card change. ``stopped`` cards work no more; ``record`` is null if none was.

    ``proof_uri`` is that of a new member's answer, of the new card.
    """

    record: str | None
    state: Literal["changed", "training"]
    member: ShownMember
    card: str | None
    proof_uri: str | None
    stopped: int


class ReplaceAnswer(CardAnswer):
    """A replaced card; ``qr_svg`` is a picture of the new card's code."""

    qr_svg: str | None


class AttachAnswer(TypedDict):
    """A sale that is a member's from now on, and what it gave them.

    ``claim``: another till booked it; head office completes it and gives what it earns.
    """

    record: str
    state: Literal["attached", "claim", "training"]
    document: DocumentOut
    member: MemberAfter
    earned: list[Earned]
    issued: list[Issued]


class Given(TypedDict):
    """Value that a rule gave by itself; wallet money in minor units."""

    rule: str
    unit: str
    points: int


class TicketsGiven(TypedDict):
    """Tickets of a prize draw."""

    draw: str
    tickets: int


class ActivityAnswer(TypedDict):
    """What a member did is kept, and what it brought them here.

    What else it brings, who referred them above all, comes from head office.
    """

    record: str
    state: Literal["told", "training"]
    activity: str
    given: list[Given]
    tickets: list[TicketsGiven]
    issued: list[Issued]


class SuspendAnswer(TypedDict):
    """A suspended sale: its name, who stood there, and the holds that stay set aside."""

    suspended: str
    member: ShownMember | None
    holds: list[str]
