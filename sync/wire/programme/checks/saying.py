"""What checks of several sections say in the same words."""

from rules.ground.sentence import Sentence
from sync.wire.programme.words import at


def absent(place: str, what: str, name: str, among: str) -> Sentence:
    """Say that a name is used that its section does not hold."""
    return at(
        place,
        Sentence(
            "{what} {name} is not among the programme's {among}",
            what=what,
            name=name,
            among=among,
        ),
    )


def twice(what: str, name: str) -> Sentence:
    """Say that two of a section have one name."""
    return at(f"{what} {name}", Sentence("the name is used twice"))


def not_on_the_ladder(place: str, tier: str) -> Sentence:
    """Say that a tier is named that nobody can be in."""
    return at(place, Sentence("tier {tier} is not on the ladder", tier=tier))
