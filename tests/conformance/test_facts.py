"""Our own copy of published facts, asked of the engine: each must come out."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.cases import VERDICTS, Case
from tests.conformance.forms.register import FORMS, asked_by
from tests.conformance.given import plain
from tests.conformance.judging import judge
from tests.conformance.register import ADAPTERS

FACTS = Path(__file__).parent / "facts"


@dataclass(frozen=True, slots=True)
class Fact:
    """A published example: its sentence and case; of a contrast, what ours does."""

    says: str
    case: Case
    ours: str


def facts() -> list[Fact]:
    """Read every fact of every file."""
    return [
        _fact(file.stem, told)
        for file in sorted(FACTS.glob("*.toml"))
        for told in tomllib.loads(file.read_text("utf-8"))["fact"]
    ]


def _fact(area: str, told: dict[str, object]) -> Fact:
    said, gives = plain(told["given"]), plain(told["gives"])
    assert isinstance(said, dict)
    assert isinstance(gives, dict)
    case = Case(
        name=str(told["says"]),
        area=area,
        source=str(told["source"]),
        given=said,
        expect=gives,
        verdict=str(told.get("stands", "adopt")),
        fn=str(told.get("asks", "")),
    )
    return Fact(str(told["says"]), case, str(told.get("ours", "")))


FACTS_TOLD = facts()

HOSTILE: tuple[object, ...] = (
    *(None, True, -1, 0, 10**30, -(10**30)),
    *("", "x", "1e999999999", "1/3", "nan", "2026-02-30", "9999-12-31", "چای"),
    *([], {}, [[]], [{}], [-1], ["x", "x"], {"x": -1}, {"x": {"y": []}}),
)
"""What no case should give."""


@pytest.mark.parametrize("fact", FACTS_TOLD, ids=lambda one: one.says[:70])
def test_a_published_fact_comes_out(fact: Fact) -> None:
    verdict = judge(fact.case, ADAPTERS, asked_by)

    assert (verdict.kind, verdict.told) == ("hit", ()), fact.case.source


@given(st.sampled_from(FACTS_TOLD), st.data())
def test_a_fact_told_wrongly_is_told_and_never_raises(
    fact: Fact, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted(fact.case.given) or ["none"]))
    wrong = {**fact.case.given, key: data.draw(st.sampled_from(HOSTILE))}

    verdict = judge(replace(fact.case, given=wrong), ADAPTERS, asked_by)

    assert "the engine raised" not in " ".join(verdict.told)


def test_every_fact_says_what_it_is_and_where_it_was_found() -> None:
    assert all(fact.says and fact.case.source for fact in FACTS_TOLD)
    assert {fact.case.verdict for fact in FACTS_TOLD} <= set(VERDICTS)


def test_a_contrast_says_what_ours_does_and_which_setting_is_theirs() -> None:
    contrasts = [fact for fact in FACTS_TOLD if fact.case.verdict == "contrast"]

    assert contrasts
    assert all(fact.ours for fact in contrasts)


def test_every_question_has_a_fact() -> None:
    assert {fact.case.fn for fact in FACTS_TOLD if fact.case.fn} == set(ADAPTERS)


def test_every_form_of_a_statement_has_a_fact() -> None:
    told = [fact.case for fact in FACTS_TOLD if not fact.case.fn]

    assert [form for form in FORMS if not any(map(form.fits, told))] == []
