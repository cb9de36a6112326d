"""The public examples asked of a running till, and each answer of the form shown."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from agent.pos.operations import OPERATIONS
from rules.members.card_terms import CardTerms, TextRule
from tests.agent.counter.shop import CARD, document, programme
from tests.agent.running import OK, Json, Reply, RunningTill, enrolled_folder, running
from tests.e2e.described import answer_faults, request_faults

FOLDER: Final = Path(__file__).parents[1] / "agent" / "examples"
CALLS: Final = ("scan", "quote", "hold", "sale", "refund")
CODES: Final[dict[str, str]] = {
    "voucher": "WELC-7F3K-9Q",
    "gift_card": "GC0012345678",
    "receipt": "980t1.3-1842",
    "product": "4006381333931",
    "employee": "EMP0007",
    "payment_card": "4111111111111111",
    "id_document": "@\n\x1e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678",
    "unknown": "hello",
}
"""What is scanned to meet each of the other kinds that the scan's example names."""

FREE: Final = ".values"
"""Numbers of a reason: each reason has its own."""


def example(name: str) -> Json:
    """Return one of the published examples."""
    value: Json = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return value


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTill]:
    """Run a till whose programme knows other codes than members' cards."""
    rules = programme()
    texts = (
        *rules.cards.text_rules,
        TextRule(pattern="WELC-[0-9A-Z]{4}-[0-9A-Z]{2}", card_class="voucher"),
        TextRule(pattern="GC[0-9]{10}", card_class="gift_card"),
        TextRule(pattern="EMP[0-9]{4}", card_class="employee"),
    )
    cards = CardTerms(member_iins=rules.cards.member_iins, text_rules=texts)
    folder = tmp_path_factory.mktemp("examples")
    config = enrolled_folder(folder, dealt=900, rules=replace(rules, cards=cards))
    with running(config) as till:
        yield till


def asked(till: RunningTill, name: str, request: Json) -> Reply:
    """Ask a call, and hold question and answer against the description."""
    operation = OPERATIONS[name]
    assert request_faults(name, request) == []
    reply = till.ask(operation.method, operation.path, request)
    assert answer_faults(name, reply.status, reply.json) == [], reply.body
    return reply


def same_form(ours: object, published: object, place: str = "") -> list[str]:
    """Name each place where an answer lacks what the published one has there.

    Lists are compared by their first items: how many there are is the programme's affair.
    """
    match ours, published:
        case dict(), dict():
            if place.endswith(FREE):
                return []
            missing = [f"{place}.{name}" for name in published if name not in ours]
            both = [name for name in published if name in ours]
            inner = (same_form(ours[n], published[n], f"{place}.{n}") for n in both)
            return missing + [fault for faults in inner for fault in faults]
        case [one, *_], [other, *_]:
            return same_form(one, other, place)
        case _:
            same = isinstance(ours, type(published)) or ours is None or published is None
            return [] if same else [f"{place}: {type(ours).__name__}"]


@pytest.mark.parametrize("name", CALLS)
def test_each_example_fits_the_committed_description(name: str) -> None:
    published = example(name)

    assert request_faults(name, published["request"]) == []
    assert answer_faults(name, OK, published["answer"]) == []


@pytest.mark.parametrize("name", ["quote", "sale", "refund"])
def test_the_example_of_a_problem_fits_too(name: str) -> None:
    published = example("problem")
    faults = answer_faults(name, published["status"], published)

    # A quote is not booked: nothing can differ from it.
    assert (faults == []) is (name != "quote")


def test_the_whole_example_is_played(till: RunningTill) -> None:
    scan = asked(till, "scan", example("scan")["request"])
    quote = asked(till, "quote", example("quote")["request"])
    hold = asked(till, "hold", example("hold")["request"])
    sold = example("sale")["request"] | {"holds": [hold.json["hold"]]}
    sold["tenders"][0]["hold"] = hold.json["hold"]
    sale = asked(till, "sale", sold)
    refund = asked(till, "refund", example("refund")["request"])

    for name, reply in zip(CALLS, (scan, quote, hold, sale, refund), strict=True):
        assert reply.status == OK, reply.body
        assert same_form(reply.json, example(name)["answer"]) == [], name
    assert refund.json["state"] == "settled"
    told = example("refund")["answer"]
    for name in ("given_back", "to_tenders", "shortfall", "tier", "withdrawn"):
        assert same_form(refund.json[name], told[name]) == []


@pytest.mark.parametrize("kind", example("scan")["other_kinds"])
def test_each_other_kind_of_code_is_told_by_its_name(till: RunningTill, kind: str) -> None:
    request = {"workstation": "L9", "data": CODES[kind], "symbology": "UNKNOWN"}

    told = asked(till, "scan", request)

    assert told.json["kind"] == kind
    assert "4111111" not in told.body.decode()


@pytest.mark.parametrize("kind", example("sale")["line_types"])
def test_each_type_of_line_is_sold(till: RunningTill, kind: str) -> None:
    base = example("sale")["request"]
    line = base["lines"][0] | {"type": kind}
    request = {
        "document": document(f"type-{kind}"),
        "at": base["at"],
        "currency": base["currency"],
        "lines": [line],
        "tenders": [{"tender": "cash", "amount_minor": 2322}],
    }

    assert asked(till, "sale", request).status in {OK, 422}


def test_a_training_sale_is_answered_like_a_sale_and_leaves_nothing(
    till: RunningTill,
) -> None:
    before = till.ask("GET", "/v1/health").json["book"]["records"]
    request = plain("training", training=True)

    first, real = asked(till, "sale", request), asked(till, "sale", plain("real"))

    after = till.ask("GET", "/v1/health").json["book"]["records"]
    assert (first.status, after) == (OK, before + 1)
    assert same_form(first.json, real.json) == []


def test_a_late_sale_earns_and_promises_no_discount(till: RunningTill) -> None:
    late = asked(till, "sale", plain("late", late=True))

    assert late.status == OK
    assert late.json["discounts"] == []
    assert late.json["earned"]


def test_a_sale_without_a_member_is_journalled_and_attached_later(
    till: RunningTill,
) -> None:
    sale = asked(till, "sale", plain("nobody", card=None))
    attached = asked(till, "attach", {"document": document("nobody"), "card": CARD})

    assert (sale.status, sale.json["member"]) == (OK, None)
    assert sale.json["record"]
    assert attached.status == OK, attached.body


def test_a_refund_may_name_the_slip_s_proof_or_nothing(till: RunningTill) -> None:
    sale = asked(till, "sale", plain("proven"))
    proof = {"proof": sale.json["receipt"]["proof"]}
    base = example("refund")["request"] | {"tenders": []}
    settled = base | {"original": proof, "document": document("by-proof", "refund")}
    blind = base | {"original": None, "document": document("blind", "refund")}

    states = [asked(till, "refund", request).json["state"] for request in (settled, blind)]

    assert states == ["settled", "claim"]


def test_a_refund_is_quoted_before_it_is_paid_out(till: RunningTill) -> None:
    sale = plain("quoted")
    asked(till, "sale", sale)
    refund = example("refund")["request"]
    request = {
        "workstation": "L2",
        "original": {"document": sale["document"]},
        **{name: refund[name] for name in ("at", "currency", "lines")},
    }

    quote = asked(till, "quote", request)

    assert quote.status == OK
    assert {"reversed", "given_back", "shortfall", "to_tenders"} <= set(quote.json)


def plain(number: str, **more: object) -> Json:
    """Return the example's sale under another number, paid in cash."""
    base = example("sale")["request"]
    kept = {name: base[name] for name in ("at", "cashier", "currency", "lines")}
    return {
        "document": document(number),
        "card": CARD,
        "tenders": [{"tender": "cash", "amount_minor": 2724}],
        **kept,
        **more,
    }
