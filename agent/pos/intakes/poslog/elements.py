"""XML from outside, piece by piece: no DTD, no entities, bounded in every direction.

The standard library's expat, told to refuse a document type: without one there are no
entities to expand and nothing to fetch. Names are compared without their prefix, so that
any version's namespace will do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers.expat import (
    XML_PARAM_ENTITY_PARSING_NEVER,
    ExpatError,
    ParserCreate,
)

from agent.pos.intakes.found import UnreadableFault
from agent.pos.intakes.poslog.encodings import Text

DEPTH_MAX: Final = 64
ELEMENTS_MAX: Final = 100_000
"""Of one transaction: a thousand lines with a hundred elements each."""

TEXT_CHARACTERS_MAX: Final = 4 << 20
"""Of one transaction, its attributes included."""

_TRANSACTION: Final = "Transaction"


@dataclass(slots=True)
class Element:
    """An element with what is in it; names without prefixes."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The element's own text, without spaces around it."""
        return "".join(self.pieces).strip()

    def all(self, *names: str) -> Iterator["Element"]:
        """Yield the children of these names."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> "Element | None":
        """Return the first child of one of these names."""
        return next(self.all(*names), None)

    def said(self, *names: str) -> str:
        """Return the text of the first child of these names that has one, else empty."""
        return next((child.text for child in self.all(*names) if child.text), "")

    def is_flagged(self, name: str) -> bool:
        """Say whether an attribute, or a child, says true."""
        told = self.attributes.get(name) or self.said(name)
        return told.strip().lower() in {"true", "1"}

    def below(self) -> Iterator["Element"]:
        """Yield every element below, in the order of the file."""
        waiting = list(reversed(self.children))
        while waiting:
            child = waiting.pop()
            yield child
            waiting.extend(reversed(child.children))


class Transactions:
    """Takes the bytes of a file and gives each transaction as soon as it is whole."""

    def __init__(self) -> None:
        self._text: Final = Text()
        self._parser: Final = ParserCreate()
        self._parser.buffer_text = True
        self._parser.SetParamEntityParsing(XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartDoctypeDeclHandler = self._refuse_types
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say
        self._depth = 0
        self._elements = 0
        self._characters = 0
        self._open: list[Element] = []
        self._whole: list[Element] = []
        self.root = ""

    def feed(self, data: bytes, *, last: bool = False) -> Iterator[Element]:
        """Yield the transactions that ``data`` completes, also those before a fault."""
        fault = self._parsed(data, last=last)
        whole, self._whole = self._whole, []
        yield from whole
        if fault is not None:
            raise fault

    def _parsed(self, data: bytes, *, last: bool) -> UnreadableFault | None:
        try:
            self._parser.Parse(self._text.read(data, last=last), last)
        except UnreadableFault as fault:
            return fault
        except ExpatError as error:
            return UnreadableFault(
                f"the XML is broken or cut off at line {error.lineno}",
                hint="Have the POS write the file again, whole, and drop it once more.",
            )
        except (ValueError, LookupError):
            # An encoding nobody knows, or text that is not in the one it names.
            return UnreadableFault(
                "the XML is in an encoding that is not supported",
                hint="Have the POS write UTF-8.",
            )
        return None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        self.root = self.root or name
        self._depth += 1
        if self._depth > DEPTH_MAX:
            self._too_much("elements inside one another")
        if not self._open and name != _TRANSACTION:
            return
        self._elements += 1
        self._characters += sum(map(len, attributes)) + sum(map(len, attributes.values()))
        self._look()
        told = {_local(key): value for key, value in attributes.items()}
        element = Element(name, told)
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        element = self._open.pop()
        if not self._open:
            self._whole.append(element)
            self._elements = self._characters = 0

    def _say(self, text: str) -> None:
        if self._open:
            self._characters += len(text)
            self._look()
            self._open[-1].pieces.append(text)

    def _look(self) -> None:
        if self._elements > ELEMENTS_MAX:
            self._too_much("elements in one transaction")
        if self._characters > TEXT_CHARACTERS_MAX:
            self._too_much("text in one transaction")

    def _refuse_types(self, *_: object) -> NoReturn:
        raise UnreadableFault(
            "the XML declares a document type (DTD), which can hold traps",
            hint="Have the POS write the file without <!DOCTYPE …>.",
        )

    def _too_much(self, what: str) -> NoReturn:
        raise UnreadableFault(
            f"the XML has too many {what}"
            if what.startswith("elements")
            else f"the XML has too much {what}",
            hint="Have the POS write smaller documents.",
        )


def _local(name: str) -> str:
    return name.rpartition(":")[2]
