"""A form: which keys a statement gives, and who can ask it."""

from dataclasses import dataclass

from tests.conformance.cases import Case
from tests.conformance.judging import Adapter


@dataclass(frozen=True, slots=True)
class Form:
    """Statements that give all of ``needs``, and beside them nothing but ``may``."""

    needs: frozenset[str]
    may: frozenset[str]
    ask: Adapter

    def fits(self, case: Case) -> bool:
        """Say whether a case has this form."""
        keys = set(case.given)
        return self.needs <= keys <= self.needs | self.may


def form(ask: Adapter, needs: str, may: str = "") -> Form:
    """Return a form by the names of its keys, with blanks between them."""
    return Form(frozenset(needs.split()), frozenset(may.split()) | {"currency"}, ask)
