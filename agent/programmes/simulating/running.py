"""From files to outcomes: what ``vafa programme simulate`` does, and how far it is."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final, TextIO
from zoneinfo import ZoneInfo

from agent.programmes.programme_files import load
from agent.programmes.simulating.cells import Days
from agent.programmes.simulating.columns import Reading, SalesFault
from agent.programmes.simulating.goals import goal_states
from agent.programmes.simulating.outcome import (
    Assumed,
    Difference,
    Outcome,
    difference,
    outcome,
)
from agent.programmes.simulating.past import PastSales
from agent.programmes.simulating.replay import Asked, replay
from agent.programmes.simulating.report import report
from agent.programmes.simulating.sales_files import IS_IT_THE_RIGHT_FILE, read_sales
from agent.programmes.simulating.telling import about, tables, write_percent
from agent.programmes.simulating.totals import SUMS
from agent.speech.tongue import Setting, Tongue
from agent.words.catalogue import Words, words_of
from agent.words.tables import table_lines
from rules.economics.goals_told import goal_out
from rules.ground.sentence import Sentence
from rules.programme import Programme

_BAR: Final = 30
_FAULTS_TOLD: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be simulated, as it was asked for."""

    programme: Path
    sales: tuple[Path, ...]
    against: Path | None = None
    columns: Mapping[str, str]
    days: Days = "ymd"
    assumed: Assumed = field(default_factory=Assumed)
    workers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """The outcomes, the asked for first, what differs, and lines that were left out."""

    currency: str
    assumed: Assumed
    outcomes: tuple[Outcome, ...]
    difference: Difference | None
    faults: tuple[Sentence, ...]
    fault_count: int

    def out(self) -> Mapping[str, object]:
        """Return everything as plain data."""
        return {
            "currency": self.currency,
            "assumed": {
                "redeem": self.assumed.redeem,
                "margin": str(self.assumed.margin),
                "redeemed": str(self.assumed.redeemed),
            },
            "outcomes": [_outcome_out(one) for one in self.outcomes],
            "difference": asdict(self.difference) if self.difference else None,
            "lines_left_out": self.fault_count,
        }


def simulated(wish: Wish, progress: TextIO, words: Words) -> Simulated:
    """Read the sales and replay them under one programme or two; tell how far it is."""
    programmes = [load(path) for path in (wish.programme, wish.against) if path]
    first = programmes[0]
    if any(other.currency != first.currency for other in programmes):
        raise SalesFault(
            Sentence("The two programmes are in different currencies."),
            hint=Sentence("Compare like with like."),
        )
    bar = _Bar(progress, words)
    past, faults, count = _past(wish, first, bar)
    if not len(past):
        raise SalesFault(Sentence("There are no sales in it."), hint=IS_IT_THE_RIGHT_FILE)
    outcomes = [_replayed(wish, programme, past, bar) for programme in programmes]
    bar.close()
    compared = (
        difference(outcomes[0].totals, outcomes[1].totals) if len(outcomes) > 1 else None
    )
    return Simulated(
        currency=first.currency,
        assumed=wish.assumed,
        outcomes=tuple(outcomes),
        difference=compared,
        faults=faults,
        fault_count=count,
    )


def printed(found: Simulated, language: str) -> Iterator[str]:
    """Yield the tables for a terminal, in a language."""
    tongue = _tongue(found, language)
    yield tongue.say("simulate.title")
    for sentence in about(tongue, found.outcomes[0], found.assumed):
        yield f"  {sentence}"
    for table in tables(tongue, found.outcomes, found.difference):
        yield ""
        yield table.title
        figures = range(1, len(table.heads))
        yield from table_lines([table.heads, *table.rows], figures=figures)
    if found.fault_count:
        yield ""
        yield tongue.say("simulate.left_out", number=found.fault_count)
        yield from map(tongue.words.tell, found.faults[:_FAULTS_TOLD])


def written(found: Simulated, language: str) -> str:
    """Return the report in a language."""
    tongue = _tongue(found, language)
    sentences = tuple(about(tongue, found.outcomes[0], found.assumed))
    return report(tongue, sentences, found.outcomes, found.difference)


def _past(
    wish: Wish, programme: Programme, bar: "_Bar"
) -> tuple[PastSales, tuple[Sentence, ...], int]:
    reading = Reading(
        currency=programme.currency,
        zone=ZoneInfo(programme.zone),
        columns=wish.columns,
        days=wish.days,
    )
    past = PastSales()
    faults: list[Sentence] = []
    count = 0
    for path in wish.sales:
        read = read_sales(path, reading, bar.read, past=past)
        faults += [
            Sentence("{file}, {fault}", file=path.name, fault=fault)
            for fault in read.faults
        ]
        count += read.fault_count
    return past, tuple(faults), count


def _replayed(wish: Wish, programme: Programme, past: PastSales, bar: "_Bar") -> Outcome:
    bar.name = f"{programme.name} {programme.version}"
    asked = Asked(programme=programme, redeem=wish.assumed.redeem, workers=wish.workers)
    totals = replay(past, asked, bar.done)
    return outcome(programme, totals, wish.assumed, goal_states(programme, past))


def _tongue(found: Simulated, language: str) -> Tongue:
    setting = Setting(currency=found.currency, zone=ZoneInfo("UTC"), rules={})
    return Tongue(words_of(language), setting)


def _outcome_out(one: Outcome) -> Mapping[str, object]:
    totals = one.totals
    sums = {name: getattr(totals, name) for name in SUMS}
    counts = {name: dict(getattr(totals, name)) for name in ("issued", "tiers", "refused")}
    by_name = {
        name: {str(key): asdict(value) for key, value in getattr(totals, name).items()}
        for name in ("rules", "days")
    }
    return {
        "programme": one.name,
        "totals": {**sums, **counts, **by_name, "members": len(totals.value_minor)},
        "owed": asdict(one.owed),
        "deferral": asdict(one.deferral),
        "result": asdict(one.result),
        "goals": [goal_out(state) for state in one.goals],
    }


class _Bar:
    """A line that shows how far it is, where somebody looks; else silence."""

    def __init__(self, out: TextIO, words: Words) -> None:
        self._out = out
        self._words = words
        self._shows = out.isatty()
        self.name = ""

    def read(self, lines: int) -> None:
        """Tell how many lines were read."""
        self._say(self._words.say("simulate.reading", lines=lines))

    def done(self, sales: int, of: int) -> None:
        """Tell how many receipts were replayed."""
        full = sales * _BAR // max(1, of)
        bar = "█" * full + "░" * (_BAR - full)
        percent = write_percent(Fraction(100 * sales // max(1, of)), self._words)
        self._say(f"{self.name} {bar} {percent}")

    def close(self) -> None:
        """Leave the line clean."""
        self._say("")

    def _say(self, text: str) -> None:
        if self._shows:
            self._out.write(f"\r\033[K{text}")
            self._out.flush()
