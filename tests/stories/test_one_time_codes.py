"""Above a set worth a member shows their phone's code; a till checks it without a line."""

from base64 import b32decode
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from agent.counter.ground.answers import Answer
from agent.pos.requests.shapes import HOLD
from rules.ground.refusal import Refusal
from rules.members.one_time import ProofTerms, code_of, step_of
from sync.wire.keys.tokens import proof_secret
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    OTHER_BLANK,
    Chain,
    Json,
    StoryTill,
    a_chain,
    read,
    refused,
    said,
)
from tests.stories.value import valued_programme

RULES = replace(valued_programme(usable="at_once"), proof=ProofTerms(from_minor=500))


def code(till: StoryTill, chain: Chain, *, secret: bytes = b"", later: int = 0) -> str:
    """Return what the first member's phone shows, some half minutes later."""
    secret = secret or proof_secret(till.till.book.keys.token, OLD_CARD)
    return code_of(secret, step_of(chain.time.now) + later)


def test_without_a_line_the_right_code_is_known_and_is_good_once(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", rules=RULES) as chain:
        (till,) = chain.tills
        said(till.hold(1, card=OLD_CARD))
        till.void({"workstation": "L1"})
        assert refused(till.hold(900, card=OLD_CARD)) == "proof_needed"
        till.cut()

        now = code(till, chain)
        wrong = f"{(int(now) + 1) % 10**6:06}"
        assert refused(till.hold(500, card=OLD_CARD, proof=wrong)) == "proof_wrong"
        persian = now.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        said(till.hold(500, card=OLD_CARD, proof=f"{persian[:3]} {persian[3:]}"))

        assert refused(till.hold(1, card=OLD_CARD)) == "proof_needed", "not in parts either"
        assert refused(till.hold(1, card=OLD_CARD, proof=now)) == "proof_wrong", "used"
        said(till.hold(1, card=OLD_CARD, proof=code(till, chain, later=1)))


def test_who_was_scanned_needs_no_second_scan_and_a_phone_number_is_no_card(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", rules=RULES) as chain:
        (till,) = chain.tills
        till.scan(OLD_CARD)

        said(till.hold(600, proof=code(till, chain)))

        said(till.enrol(card=BLANK, name="Reza", phone="0121234567"))
        till.sell(90_000, card=BLANK)
        secret = proof_secret(till.till.book.keys.token, BLANK)
        shown = code(till, chain, secret=secret)
        assert refused(till.hold(600, phone="0121234567", proof=shown)) == "proof_needed"


def test_five_wrong_codes_close_the_door_for_a_while(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", rules=RULES) as chain:
        (till,) = chain.tills
        for _ in range(5):
            assert refused(till.hold(500, card=OLD_CARD, proof="00000x")) == "proof_wrong"

        right = code(till, chain)
        assert refused(till.hold(500, card=OLD_CARD, proof=right)) == "proof_closed"
        said(till.hold(499, card=OLD_CARD))
        till.void({"workstation": "L1"})
        chain.wait(minutes=15)
        said(till.hold(500, card=OLD_CARD, proof=code(till, chain)))


def test_a_new_member_gets_what_an_authenticator_app_scans(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=RULES) as chain:
        here, there = chain.tills
        enrolled = said(here.enrol(card=BLANK, name="Reza"))
        here.sell(90_000, card=BLANK)
        here.close_day()
        uri = urlsplit(enrolled["proof_uri"])
        secret = b32decode(parse_qs(uri.query)["secret"][0])
        assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
        chain.sync()

        said(there.hold(600, card=BLANK, proof=code(there, chain, secret=secret)))

        there.void({"workstation": "L1"})
        replaced = said(there.replace(card=BLANK, new_card=OTHER_BLANK))
        assert replaced["proof_uri"] != enrolled["proof_uri"], "the old phone opens nothing"
        old = code(there, chain, secret=secret, later=1)
        assert refused(there.hold(600, card=OTHER_BLANK, proof=old)) == "proof_wrong"


def test_a_wallet_asks_too_and_a_sale_is_never_refused(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", rules=RULES) as chain:
        (till,) = chain.tills
        line = {"line": "1", "sku": "T", "quantity": "1", "unit_price_minor": 900}
        load = line | {"amount_minor": 900, "type": "wallet_top_up"}
        said(till.sale(till.sale_of(900, lines=[load], card=OLD_CARD)))

        assert refused(wallet(till, 500)) == "proof_needed"
        said(wallet(till, 499))
        till.void({"workstation": "L1"})
        said(wallet(till, 500, proof=code(till, chain)))

        assert refused(till.hold(1_000, card=OLD_CARD)) == "proof_needed", "it came here"
        assert notices(points(till, 499)) == []
        assert notices(points(till, 500)) == ["notice.unfunded_points"]
        assert chain.office.problems() == ()


def wallet(till: StoryTill, amount_minor: int, **more: object) -> Answer | Refusal:
    """Ask to set money of the first member's wallet aside."""
    asked = {"workstation": "L1", "tender": "wallet", "amount_minor": amount_minor}
    return till.till.counter.hold(  # type: ignore[return-value]  # it is all here
        read(HOLD, asked | {"card": OLD_CARD} | more)
    )


def points(till: StoryTill, amount_minor: int) -> Json:
    """Sell for points that nothing was set aside for."""
    tenders = [{"tender": "points", "amount_minor": amount_minor}]
    return till.sell(amount_minor, card=OLD_CARD, tenders=tenders)


def notices(answer: Json) -> list[str]:
    """Return what a sale's answer notes."""
    return [notice["words"] for notice in answer["notices"]]
