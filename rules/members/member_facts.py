"""What is known of a member as a person: a birthday, customer groups, further facts."""

import re
from dataclasses import dataclass
from typing import Final

from rules.ground import bounds

FACTS_MAX: Final = 50
VALUE_CHARACTERS_MAX: Final = 200
_BIRTHDAY: Final = re.compile(r"(0[1-9]|1[0-3])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_BETWEEN: Final = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """``birthday`` (``MM-DD``) is a day of the programme's calendar, empty when unknown.

    ``groups`` and the names of ``attributes`` are sorted; neither comes twice.
    """

    birthday: str = ""
    groups: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no rule could ask for."""
        if self.birthday and not is_birthday(self.birthday):
            raise bounds.OutOfBoundsError("birthday must be a day like 03-14")
        if max(len(self.groups), len(self.attributes)) > FACTS_MAX:
            raise bounds.OutOfBoundsError(
                "at most {most} groups and attributes", most=FACTS_MAX
            )
        bounds.names("groups", self.groups)
        bounds.names("attributes", tuple(name for name, _ in self.attributes))
        if any(len(value) > VALUE_CHARACTERS_MAX for _, value in self.attributes):
            raise bounds.OutOfBoundsError(
                "an attribute may have {most} characters", most=VALUE_CHARACTERS_MAX
            )
        texts = (*self.groups, *(part for pair in self.attributes for part in pair))
        if any("\0" in text or _BETWEEN in text for text in texts):
            raise bounds.OutOfBoundsError("groups and attributes hold no ; or zero byte")

    @property
    def groups_text(self) -> str:
        """The groups in one text, ``staff;students``."""
        return _BETWEEN.join(self.groups)

    @property
    def attributes_text(self) -> str:
        """The attributes in one text, ``city=Shiraz;diet=none``."""
        return _BETWEEN.join(f"{name}={value}" for name, value in self.attributes)


NOTHING_KNOWN: Final = MemberFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsChange:
    """What is learnt of a member; what it does not name stays.

    ``birthday`` None says nothing, empty that it is not known any more. An attribute with
    an empty value is forgotten.
    """

    birthday: str | None = None
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def applied_to(self, known: MemberFacts) -> MemberFacts:
        """Return what is known afterwards; raises OutOfBoundsError for no such facts."""
        groups = ({*known.groups} | {*self.joins}) - {*self.leaves}
        attributes = {**dict(known.attributes), **dict(self.attributes)}
        return MemberFacts(
            birthday=known.birthday if self.birthday is None else self.birthday,
            groups=tuple(sorted(groups)),
            attributes=tuple(sorted(pair for pair in attributes.items() if pair[1])),
        )


def read_facts(
    *, birthday: str = "", groups: str = "", attributes: str = ""
) -> MemberFacts:
    """Read facts as a table writes them; raises OutOfBoundsError for what makes no sense.

    ``groups`` are names with ``;`` between, ``attributes`` are ``name=value`` with ``;``
    between; spaces around a part do not count.
    """
    pairs = [part.partition("=") for part in _parts(attributes)]
    if any(not sign for _, sign, _ in pairs):
        raise bounds.OutOfBoundsError("attributes must be like city=Shiraz;diet=none")
    return MemberFacts(
        birthday=birthday,
        groups=tuple(sorted(_parts(groups))),
        attributes=tuple(sorted((name.strip(), value.strip()) for name, _, value in pairs)),
    )


def is_birthday(text: str) -> bool:
    """Say whether a text is a month and a day like ``03-14``."""
    return bool(_BIRTHDAY.fullmatch(text))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_BETWEEN) if part.strip()]
