"""Tries a template on sample receipts, and says in a line what each of them is by it."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.pos.intakes.found import ShopTerms, Skipped, UnreadableFault, Value, Wanted
from agent.pos.intakes.tap.paper import Paper, read_paper, write_paper
from agent.pos.intakes.tap.reading import read_tapped
from agent.pos.intakes.tap.template import Template
from agent.pos.intakes.transactions.money import minor_digits
from drivers.guard.recognition import Recognition
from sync.kit.faults import Fault


class NoSampleFault(Fault):
    """A sample cannot be read, or holds no receipt."""


def sample_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a sample's first receipt; a NoSampleFault when it has none."""
    try:
        with path.open("rb") as file:
            papers = list(read_paper(file, None, Recognition()))
    except OSError as error:
        raise NoSampleFault(
            f"{path} cannot be read: {error.strerror}.", hint="Name another file."
        ) from error
    except UnreadableFault as fault:
        raise NoSampleFault(f"{path}: {fault}.", hint=fault.hint) from fault
    if not papers:
        raise NoSampleFault(f"{path} holds no receipt.", hint="Name another file.")
    # A printer that is told to begin anew in the middle gives a receipt in pieces.
    return tuple(line for paper in papers for line in paper.lines)


def reads_as(lines: tuple[str, ...], template: Template, currency: str) -> tuple[str, bool]:
    """Say what a receipt is by a template, and whether it could be read at all."""
    terms = ShopTerms(
        store="S01",
        pos_store="S01",
        zone=ZoneInfo("UTC"),
        currency=currency,
        workstation="L1",
    )
    told, is_read = [], True
    text = write_paper(Paper(lines)).encode()
    for found in read_tapped(BytesIO(text), terms, template):
        match found:
            case Wanted():
                told.append(_shown(found, template.currency or currency))
            case Skipped():
                told.append(f"{found.what}, which is not booked")
            case _:
                told.append(f"nothing: {found.what}")
                is_read = False
    return "; ".join(told), is_read


def _shown(wanted: Wanted, currency: str) -> str:
    value = wanted.value
    document, lines = value["document"], _maps(value.get("lines"))
    number = document["number"] if isinstance(document, dict) else ""
    tenders = _maps(value.get("tenders"))
    paid = ", ".join(
        f"{each['tender']} {_amount(each['amount_minor'], currency)}" for each in tenders
    )
    names = ", ".join(str(each["sku"]) for each in lines if "sku" in each)
    count = "1 item" if len(lines) == 1 else f"{len(lines)} items"
    items = f"{count} ({names})" if names else count
    what = f"{wanted.kind} number {number} at {value['at']}"
    return f"{what}: {items}, paid {paid}" if lines else what


def _maps(value: Value) -> list[dict[str, Value]]:
    inner = value if isinstance(value, list | tuple) else ()
    return [each for each in inner if isinstance(each, dict)]


def _amount(minor: Value, currency: str) -> str:
    digits = minor_digits(currency)
    return str(Decimal(int(str(minor))).scaleb(-digits))
