"""A request or an answer that was changed anywhere is not ours."""

from dataclasses import replace

import pytest

from sync.wire.keys.signing import (
    Asked,
    SigningKey,
    answer_headers,
    answer_is_by,
    request_headers,
    request_is_by,
)

KEY = SigningKey(bytes(32))
OTHER = SigningKey(bytes([1]) * 32)
ASKED = Asked(
    method="POST", path="/v1/push", body=b"body", life="t1.1", nonce="aa" * 16, generation=1
)


def test_a_signed_request_is_proved() -> None:
    assert request_is_by(KEY.public, ASKED, request_headers(KEY, ASKED))


@pytest.mark.parametrize(
    "changed",
    [
        replace(ASKED, method="PUT"),
        replace(ASKED, path="/v1/pull"),
        replace(ASKED, body=b"bodY"),
        replace(ASKED, life="t1.2"),
        replace(ASKED, nonce="ab" * 16),
        replace(ASKED, generation=2),
    ],
)
def test_a_changed_request_is_not(changed: Asked) -> None:
    assert not request_is_by(KEY.public, changed, request_headers(KEY, ASKED))


def test_another_key_a_missing_and_a_broken_signature_are_not() -> None:
    assert not request_is_by(OTHER.public, ASKED, request_headers(KEY, ASKED))
    assert not request_is_by(KEY.public, ASKED, {})
    assert not request_is_by(KEY.public, ASKED, {"vafa-signature": "not hex"})
    assert not request_is_by(b"short", ASKED, request_headers(KEY, ASKED))


def test_an_answer_belongs_to_its_question() -> None:
    headers = answer_headers(KEY, "aa" * 16, b"yes")

    assert answer_is_by(KEY.public, "aa" * 16, b"yes", headers)
    assert not answer_is_by(KEY.public, "bb" * 16, b"yes", headers)
    assert not answer_is_by(KEY.public, "aa" * 16, b"no", headers)
