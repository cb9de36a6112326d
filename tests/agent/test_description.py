"""The committed OpenAPI description: what the application makes, and complete."""

from typing import Any

import pytest

from agent.pos.openapi import COMMITTED, made, text_of
from agent.pos.operations import OPERATIONS
from tests.agent.running import Json


@pytest.fixture(scope="module")
def description() -> Json:
    """Return the description that the application makes now."""
    return made()


def test_the_committed_description_is_what_the_application_makes(description: Json) -> None:
    assert COMMITTED.read_text("utf-8") == text_of(description), (
        "write it anew: python -m agent.pos.openapi"
    )


def test_every_operation_is_described_with_its_shapes_and_problems(
    description: Json,
) -> None:
    for name, operation in OPERATIONS.items():
        described = description["paths"][operation.path][operation.method.lower()]
        assert described["operationId"] == name
        assert described["summary"]
        assert ("requestBody" in described) == (operation.request is not None)
        assert "401" in described["responses"]


def test_nothing_is_described_that_is_not_an_operation(description: Json) -> None:
    described = {
        (path, method)
        for path, methods in description["paths"].items()
        for method in methods
    }

    assert described == {(each.path, each.method.lower()) for each in OPERATIONS.values()}


def test_every_reference_leads_somewhere(description: Json) -> None:
    schemas = description["components"]["schemas"]

    references = set(_references(description))
    assert references
    assert {reference.rpartition("/")[2] for reference in references} <= set(schemas)


def _references(value: Any) -> list[str]:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for inner in value.values() for found in _references(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in _references(inner)]
    return []
