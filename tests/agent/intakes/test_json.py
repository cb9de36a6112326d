"""Our own public shapes in a file: one document, or one a line."""

import json
from dataclasses import replace

from tests.agent.counter.shop import (
    CARD,
    back,
    document,
    example_sale,
    line,
    refund_of,
    said,
    sale_of,
)
from tests.agent.intakes.taking import PAYMENT_CARD, TERMS, Json, Table


def written(*documents: Json) -> bytes:
    """Write documents one a line."""
    return "".join(f"{json.dumps(each)}\n" for each in documents).encode()


def test_one_document_may_take_as_many_lines_as_it_likes(laid: Table) -> None:
    data = json.dumps({"sale": example_sale()}, indent=2).encode()

    assert laid.json(data).counts == {"booked": 1}
    assert laid.json(data).counts == {"repeated": 1}


def test_many_stand_one_a_line(laid: Table) -> None:
    data = written(
        {"sale": example_sale()},
        {"refund": refund_of("000200", [back("2", "0.452", 402)])},
        {
            "void": {
                "document": document("000300", "void"),
                "original": {"document": document("000123")},
            }
        },
    )

    assert laid.json(data).counts == {"booked": 3}
    assert laid.pending() == 0


def test_a_sale_of_the_api_and_the_same_in_a_file_are_one(laid: Table) -> None:
    laid.shop.sale(example_sale())

    assert laid.json(written({"sale": example_sale()})).counts == {"repeated": 1}


def test_the_words_are_those_of_the_api(laid: Table) -> None:
    sale = sale_of("1", [line("1", 500)])
    data = written(
        {"sale": sale | {"tenders": [{"tender": "cash", "amount_minor": 499}]}},
        {"sale": sale | {"currency": "ringgit"}},
        {"sale": sale | {"document": document("9", "refund")}},
        {"sail": sale},
        {"void": {"workstation": "L2"}},
    )

    taken = laid.json(data + b"{broken\n" + written({"sale": sale}))

    assert taken.counts == {"booked": 1, "refused": 6}
    for words in (
        "line 1, sale: The tenders do not sum to what is due",
        "line 2, sale: The request has a wrong shape. currency: ",
        "line 4: this names no document of ours",
        "line 5, void: No document is named",
        "line 6: this is no JSON",
    ):
        assert words in taken.why()


def test_a_shop_that_the_pos_calls_otherwise_is_ours_once_the_intake_says_so(
    laid: Table,
) -> None:
    theirs = {"store": "9"}
    sale = example_sale() | {"document": document("000123") | theirs}
    refund = refund_of("000200", [back("2", "0.452", 402)])
    refund |= {"document": refund["document"] | theirs}
    refund |= {"original": {"document": document("000123") | theirs}}
    data = written({"sale": sale}, {"refund": refund})

    untold = laid.json(data)
    assert (
        "It says 9, this till serves S01.\n    If the POS calls this shop so"
        in untold.why()
    )
    assert "`store` under this intake's `[[intakes]]`" in untold.why()

    told = laid.json(data, replace(TERMS, pos_store="9"))
    assert told.counts == {"booked": 2}


def test_a_dropped_void_ends_nobodys_turn_at_the_counter(laid: Table) -> None:
    laid.shop.scan(CARD)

    laid.json(written({"void": {"workstation": "L2"}}))

    assert said(laid.shop.counter.session("L2"))["member"] is not None


def test_a_practised_sale_is_counted_and_leaves_nothing(laid: Table) -> None:
    taken = laid.json(written({"sale": example_sale(training=True)}))

    assert taken.counts == {"training": 1}
    assert laid.shop.records == 0


def test_a_payment_card_is_refused_and_never_repeated(laid: Table) -> None:
    taken = laid.json(written({"sale": example_sale(cashier=PAYMENT_CARD)}))

    assert taken.counts == {"refused": 1}
    assert PAYMENT_CARD not in taken.why()


def test_an_empty_or_endless_file_is_refused(laid: Table) -> None:
    assert laid.json(b" \n").counts == {"refused": 1}
    assert laid.json(b'{"sale": "' + b"x" * (2 << 20)).counts == {"refused": 1}
    assert laid.json(b"[" * 500_000).counts == {"refused": 1}


def test_a_list_of_documents_is_one_after_another(laid: Table) -> None:
    whole = [
        {"sale": example_sale()},
        {"sail": {}},
        {"sale": sale_of("9", [line("1", 500)])},
    ]

    done = laid.json(json.dumps(whole, indent=2).encode())

    assert done.counts == {"booked": 2, "refused": 1}
    assert "document 2" in done.why()


def test_empty_lines_before_the_first_document_are_none(laid: Table) -> None:
    data = b"\xef\xbb\xbf\r\n\r\n" + written({"sale": example_sale()}, {"sale": {}})

    done = laid.json(data)

    assert done.counts == {"booked": 1, "refused": 1}
    assert "line 4" in done.why()
