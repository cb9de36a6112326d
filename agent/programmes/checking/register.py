"""What ``vafa programme check`` asks, in the order it tells: add your question."""

from collections.abc import Callable, Iterator

from agent.programmes.checking.budgets import budgets
from agent.programmes.checking.cards import cards
from agent.programmes.checking.cost import cost
from agent.programmes.checking.days import days
from agent.programmes.checking.exposure import exposure
from agent.programmes.checking.finding import Finding, Question
from agent.programmes.checking.goals import goals
from agent.programmes.checking.goods import goods
from agent.programmes.checking.names import names
from agent.programmes.checking.overlaps import overlaps
from agent.programmes.checking.reach import reach
from agent.programmes.checking.takes_away import takes_away

QUESTIONS: tuple[Callable[[Question], Iterator[Finding]], ...] = (
    reach,
    names,
    overlaps,
    cost,
    budgets,
    goals,
    exposure,
    days,
    goods,
    cards,
    takes_away,
)


def findings(question: Question) -> tuple[Finding, ...]:
    """Ask everything; errors come first."""
    found = [finding for ask in QUESTIONS for finding in ask(question)]
    return tuple(sorted(found, key=lambda finding: finding.weight != "error"))
