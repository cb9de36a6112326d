"""What a POS may ask about members and their cards, one dataclass a call."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field

from agent.counter.asked.requests import Document, KeyPart, Name, Phone

NAME_MAX: Final = 50
"""Characters: at most 200 bytes of UTF-8, which is what a sealed name has room for."""

_DOOR: Final = ConfigDict(strict=True, extra="ignore")


def _printable(value: str) -> str:
    return "".join(sign for sign in value if sign.isprintable()).strip()


PersonName = Annotated[str, Field(max_length=NAME_MAX), AfterValidator(_printable)]

Birthday = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-3])-(0[1-9]|[12][0-9]|3[01])$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolMemberRequest:
    """Make a member of whoever takes a blank ``card``, or else a new number.

    ``key`` is the POS's own name for this wish: asked again, it makes one member.
    ``birthday`` (``MM-DD``) is a month and day of the programme's calendar.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    workstation: KeyPart
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    name: PersonName = field(default="", repr=False)
    birthday: Birthday | None = field(default=None, repr=False)
    key: KeyPart | None = None
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceCardRequest:
    """Give a member another card and stop the old one, by whatever they can still show.

    Without ``card`` and ``phone`` whoever stands at the workstation is meant, and all their
    cards are replaced.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    workstation: KeyPart
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    new_card: Name | None = field(default=None, repr=False)
    key: KeyPart | None = None
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockCardRequest:
    """Stop a card, or all cards of a member who can only tell their phone number."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    workstation: KeyPart
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    reason: Literal["stolen", "lost"] = "stolen"
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRequest:
    """Tell what a member did outside of a sale, such as ``survey`` or ``referral``.

    Without ``card`` and ``phone`` whoever stands at ``workstation`` is meant. ``key`` names
    which of such activities it was; without it, a member does it once in their life.
    ``referred_by`` is the card of the member who brought them.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    workstation: KeyPart
    activity: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    referred_by: Name | None = field(default=None, repr=False)
    key: KeyPart | None = None
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendRequest:
    """Set the sale in progress at a workstation aside for later."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    workstation: KeyPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeRequest:
    """Go on with a suspended sale at a workstation, the same one or another."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    workstation: KeyPart
    suspended: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachRequest:
    """Give a booked sale of nobody to a member afterwards.

    Without ``card`` and ``phone`` whoever stands at ``workstation`` is meant.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    document: Document
    workstation: KeyPart | None = None
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    training: bool = False
