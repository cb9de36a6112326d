"""A statement told as a story with question marks: what comes at each of them."""

from agent.programmes.playing import play
from agent.programmes.story import StoryFault
from agent.programmes.story_text import read_stories
from sync.wire.programme.door import ProgrammeFault
from tests.conformance.engine import CURRENCY
from tests.conformance.given import Given, InexpressibleError
from tests.conformance.statements import document

_NEVER = "987653"
"""What nobody expects: it differs from whatever comes."""


def came(given: Given, rules: str, story: str) -> list[str]:
    """Play a story in the currency of a case; return what came where it expects ``?``.

    Where a refusal or a reason is asked for and there is none, ``""`` came.
    """
    currency = f'currency = "{given.text("currency", CURRENCY)}"\n'
    try:
        (told,) = read_stories(story.replace("?", _NEVER).encode())
        played = play(told, document(currency + rules))
    except (StoryFault, ProgrammeFault) as fault:
        raise InexpressibleError(f"no story can say this: {fault}") from fault
    return [_value(one.expected, one.got) for one in played.differences]


def _value(expected: str, got: str) -> str:
    """Return what came, without its name and without what made it up."""
    name = expected.removesuffix(_NEVER)
    if got.startswith(name):
        return got.removeprefix(name).partition(" (")[0]
    if got.startswith("refused "):
        raise InexpressibleError(f"the engine refuses: {got}")
    return ""


def money(given: Given, key: str) -> str:
    """Read money that is not below nothing, as a story writes it."""
    return written(given, given.money(key))


def moneys(given: Given, key: str) -> list[str]:
    """Read a list of money likewise."""
    return [written(given, amount) for amount in given.moneys(key)]


def written(given: Given, amount_minor: int) -> str:
    """Write minor units as a story does."""
    if amount_minor < 0:
        raise InexpressibleError("a story tells no money below nothing")
    unit = given.minor(1)
    whole, part = divmod(amount_minor, unit)
    return f"{whole}.{part:0{len(str(unit)) - 1}}" if unit > 1 else str(whole)
