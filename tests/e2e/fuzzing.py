"""What Schemathesis is told: which document, which checks, and what is real in our shop."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

SEED: Final = 20_261_121
KNOWN_SHARE: Final = 0.8
"""How often a value that our shop knows is drawn: so the fuzz gets behind the door."""

DEPTH_MAX: Final = 6
KNOWN: Final[Mapping[str, tuple[str | int, ...]]] = {
    "store": ("S01",),
    "workstation": ("L2", "L1"),
    "business_day": ("2026-11-21",),
    "number": ("000123", "000124", "980t1.3-2"),
    "kind": ("sale", "refund", "void"),
    "currency": ("MYR",),
    "card": ("6399001234567893", "6399000000000014"),
    "data": ("6399001234567893", "VF:6399001234567893", "9556001234567"),
    "reward": ("points-off",),
    "points": (100, 500),
    "line": ("1", "2"),
    "of_line": ("1", "2"),
    "category": ("coffee", "beans"),
    "quantity": ("1", "2"),
    "amount_minor": (1000, 2000),
    "discount_minor": (0, 100),
    "rounding_minor": (0,),
    "tender": ("cash", "points"),
    "hold": ("t1.3-3",),
    "phone": ("+60123456789", "012-345 6789"),
    "code": ("WELC-7F3K-9Q",),
    "new_card": ("6399000000000014",),
    "suspended": ("s-L2-1",),
    "receipt": ("t1.3-2", "980t1.3-2"),
}
"""By a field's name, what a till that was prepared for the fuzz has or expects there."""

SPARE_CARD: Final = "6399000000000014"
"""What is blocked and replaced: the member's own card is for buying."""

Document = Mapping[str, Any]

EVENTS: Final = "text/event-stream"


def endless(document: Document) -> Iterator[str]:
    """Yield the paths whose answer never ends: a stream of events is no fuzz's business."""
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if EVENTS in operation["responses"]["200"].get("content", {}):
                yield path


def with_examples(document: Document, examples: Mapping[str, object]) -> Document:
    """Return a copy of the document with an example for the operations named by id."""
    copy: Document = json.loads(json.dumps(document))
    for operations in copy["paths"].values():
        for operation in operations.values():
            if operation["operationId"] in examples:
                for media in operation["requestBody"]["content"].values():
                    media["example"] = examples[operation["operationId"]]
    return copy


def configuration(document: Document, *, examples: int) -> str:
    """Return schemathesis.toml for a run over the whole of an OpenAPI document."""
    bindings = sorted({*_query_places(document), *_body_places(document)})
    lines = [
        f"seed = {SEED}",
        "request-timeout = 20",
        "continue-on-failure = true",
        "cache.enabled = false",
        "warnings = false",
        "[generation]",
        f"max-examples = {examples}",
        "deterministic = true",
        'database = "none"',
        # Points are really too few and receipts really unknown: a refusal of a sound shape
        # is an answer. That none is refused for its shape is checked by fuzz_checks.py.
        "[checks.positive_data_acceptance]",
        "enabled = false",
        "[checks.negative_data_rejection]",
        'expected-statuses = ["4xx"]',
        *(f"[dictionaries.{name}]\nvalues = {json.dumps(KNOWN[name])}" for name in KNOWN),
        "[parameters]",
        *(_binding(place) for place in bindings),
        f"[dictionaries.spare]\nvalues = {json.dumps([SPARE_CARD])}",
        "[[operations]]",
        'include-path-regex = "^/v1/cards/"',
        "[operations.parameters]",
        '"body.card" = { dictionary = "spare", probability = 0.9 }',
    ]
    return "\n".join(lines) + "\n"


def _binding(place: str) -> str:
    name = place.rpartition(".")[2]
    return f'"{place}" = {{ dictionary = "{name}", probability = {KNOWN_SHARE} }}'


def _query_places(document: Document) -> Iterator[str]:
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in KNOWN:
                    yield f"{parameter['in']}.{parameter['name']}"


def _body_places(document: Document) -> Iterator[str]:
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield from _places(media["schema"], schemas, "body", DEPTH_MAX)


def _places(schema: Document, schemas: Document, place: str, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _places(branch, schemas, place, depth)
    if "items" in schema:
        yield from _places(schema["items"], schemas, f"{place}[*]", depth - 1)
    for name, field in schema.get("properties", {}).items():
        if name in KNOWN:
            yield f"{place}.{name}"
        yield from _places(field, schemas, f"{place}.{name}", depth - 1)
