"""Engines for Python: a job on standard input, times and points on standard output.

Started with the Python of the peers' own environment; nothing of ours is imported.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from time import process_time_ns
from typing import Any

Job = Mapping[str, Any]  # Whatever the bench wrote as JSON.
Ask = Callable[[Mapping[str, Any], str], int]


def rule_engine(job: Job) -> Ask:
    """Ask every compiled rule about every line."""
    engine = import_module("rule_engine")
    compiled = [
        (
            engine.Rule(
                f"category == {rule['category']!r} and total >= {rule['minimum']}"
                f" and tier in {rule['tiers']!r}"
            ),
            rule["points"],
        )
        for rule in job["rules"]
    ]

    def ask(basket: Mapping[str, Any], tier: str) -> int:
        points = 0
        for line in basket["lines"]:
            facts = {"category": line["category"], "total": basket["total"], "tier": tier}
            points += line["pieces"] * sum(
                [worth for rule, worth in compiled if rule.matches(facts)]
            )
        return points

    return ask


def common_expression_language(job: Job) -> Ask:
    """Ask every compiled expression about the whole basket: the pieces it is about."""
    cel = import_module("cel")
    compiled = [
        (
            cel.compile(
                f"tier in {json.dumps(rule['tiers'])} && total >= {rule['minimum']}"
                f" ? lines.filter(l, l.category == {json.dumps(rule['category'])})"
                ".map(l, l.pieces) : []"
            ),
            rule["points"],
        )
        for rule in job["rules"]
    ]

    def ask(basket: Mapping[str, Any], tier: str) -> int:
        known = cel.Context({**basket, "tier": tier})
        return sum([sum(rule.execute(known)) * worth for rule, worth in compiled])

    return ask


def zen_engine(job: Job) -> Ask:
    """Ask one decision table, a row a rule, about every line; all rows that hold count."""
    zen = import_module("zen")
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name} for name in _ASKED],
        "outputs": [{"id": "points", "name": "points", "field": "points"}],
        "rules": [
            {
                "_id": str(number),
                "category": json.dumps(rule["category"]),
                "total": f">= {rule['minimum']}",
                "tier": ", ".join(map(json.dumps, rule["tiers"])),
                "points": str(rule["points"]),
            }
            for number, rule in enumerate(job["rules"])
        ],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def ask(basket: Mapping[str, Any], tier: str) -> int:
        points = 0
        for line in basket["lines"]:
            facts = {"category": line["category"], "total": basket["total"], "tier": tier}
            found = decision.evaluate(facts)["result"]
            points += line["pieces"] * sum([row["points"] for row in found])
        return points

    return ask


def django_oscar(job: Job) -> Ask:
    """Ask the offer applicator of a whole shop; what that takes stands in its own file."""
    ask: Ask = import_module("oscar_offers").django_oscar(job)
    return ask


_ASKED = ("category", "total", "tier")
ENGINES: Mapping[str, Callable[[Job], Ask]] = {
    "rule-engine": rule_engine,
    "common-expression-language": common_expression_language,
    "zen-engine": zen_engine,
    "django-oscar": django_oscar,
}


def main(arguments: Sequence[str]) -> None:
    """Do the job with the engine that is named."""
    job = json.load(sys.stdin)
    ask = ENGINES[arguments[0]](job)
    points: list[int] = []
    taken: list[int] = []
    # Everybody is warm when the last round is taken.
    for _ in range(job["rounds"]):
        points, taken = [], []
        for basket in job["baskets"]:
            began = process_time_ns()
            points.append(ask(basket, job["tier"]))
            taken.append(process_time_ns() - began)
    json.dump({"points": points, "ns": taken}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
