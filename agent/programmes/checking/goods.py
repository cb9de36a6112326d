"""Articles that rules name and the shop does not have."""

from collections.abc import Iterator

from agent.programmes.checking.finding import Finding, Question, parts
from rules.ground.sentence import Sentence
from rules.programme import Programme

_NAMES = ("skus", "not_skus", "get_skus", "buy_skus")


def goods(question: Question) -> Iterator[Finding]:
    """Ask whether each article is on the list, when there is one."""
    known = question.skus
    if known is None:
        return
    for place, name, sku in _named(question.programme):
        if sku not in known:
            yield _unknown(place, name, sku)


def _named(programme: Programme) -> Iterator[tuple[str, str, str]]:
    for part in parts(programme):
        for holder in (part.item, *getattr(part.item, "parts", ())):
            for name in _NAMES:
                for sku in getattr(holder, name, ()):
                    yield part.place, name, str(sku)
    for number, bar in enumerate(programme.barred, start=1):
        for sku in bar.skus:
            yield f"barred {number}", "skus", sku


def _unknown(place: str, name: str, sku: str) -> Finding:
    return Finding(
        weight="error",
        check="unknown_sku",
        place=f"{place}, {name}",
        says=Sentence("there is no article {sku}", sku=sku),
        mend=Sentence("mend the name, or add the article to the list"),
    )
