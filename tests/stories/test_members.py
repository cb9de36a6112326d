"""Members are made, found and given other cards at a till without a line."""

from pathlib import Path

import pytest

from sync.office.joining.importing import Newcomer
from sync.till.journal.rebuilding import differences
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    OTHER_BLANK,
    Chain,
    Json,
    StoryTill,
    a_chain,
    refused,
    said,
    story_programme,
)

PHONE = "012-345 6789"
PLAIN_PHONE = "+60123456789"


def test_who_is_enrolled_offline_earns_at_once_and_is_known_everywhere_later(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        here.cut()

        new = said(here.enrol(card=BLANK, phone=PHONE, name="Sara A."))
        account = new["member"]["id"]
        assert new["card"] == BLANK
        assert here.scan(BLANK)["member"]["name"] == "Sara A."
        assert here.sell(5_000)["member"]["balances"][0]["available"] == 50
        assert here.member(phone="٠١٢٣٤٥٦٧٨٩")["id"] == account
        assert there.scan(BLANK)["kind"] == "unknown"

        here.mend()
        chain.sync()
        shown = there.member(phone=PLAIN_PHONE)
        assert (shown["id"], shown["name"], shown["tier"]) == (account, "Sara A.", "bronze")
        assert here.available(account) == there.available(account) == 50
        _all_is_well(chain)


def test_a_new_number_is_the_tills_own_and_the_same_wish_makes_one_member(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path) as chain:
        one, two = chain.tills
        for till in chain.tills:
            till.cut()

        first = said(one.enrol(key="wish-1", name="Sara A."))
        again = said(one.enrol(key="wish-1", name="Sara A."))
        assert again == first
        assert refused(one.enrol(key="wish-1", name="Reza K.")) == "wish_differs"
        numbers = {
            said(till.enrol(key=f"w{at}"))["card"] for till in (one, two) for at in range(9)
        }
        assert len(numbers | {first["card"]}) == 19
        assert all(number.startswith("6399009") for number in numbers)
        assert refused(one.enrol(name="Nobody")) == "key_missing"


def test_a_till_that_has_handed_out_its_numbers_gets_more_with_the_next_contact(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01") as chain:
        (till,) = chain.tills
        for at in range(100):
            said(till.enrol(key=f"w{at}"))

        assert refused(till.enrol(key="one-more")) == "no_new_numbers"
        till.sync()
        assert said(till.enrol(key="one-more"))["card"]
        _all_is_well(chain)


def test_one_card_enrolled_at_two_tills_is_one_member_and_a_finding(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        for till, name in zip(chain.tills, ("Sara A.", "Reza K."), strict=True):
            till.cut()
            said(till.enrol(card=BLANK, name=name))
            till.sell(3_000, card=BLANK)

        for till in chain.tills:
            till.mend()
        chain.sync()
        accounts = {till.scan(BLANK)["member"]["id"] for till in chain.tills}
        assert len(accounts) == 1
        assert [till.available(accounts.pop()) for till in chain.tills[:1]] == [60]
        assert [till.member(BLANK)["name"] for till in chain.tills] == ["Sara A."] * 2
        assert chain.findings() == ["enrolled_twice"]


@pytest.mark.parametrize("pending_days", [0, 14])
def test_a_card_enrolled_though_it_was_somebodys_gives_its_points_to_them(
    tmp_path: Path, pending_days: int
) -> None:
    rules = story_programme(pending_days=pending_days)
    with a_chain(tmp_path, "S01", "S02", rules=rules) as chain:
        here = chain.tills[0]
        here.cut()
        chain.office.take_in(Newcomer(row=2, account="m-old", cards=(BLANK,), points=500))
        said(here.enrol(card=BLANK, name="Sara A."))
        sale = here.sale_of(3_000, card=BLANK)
        said(here.sale(sale))

        here.mend()
        chain.sync()
        later = here.sale_of(2_000, card=BLANK)
        assert said(here.sale(later))["member"]["id"] == "m-old"
        said(here.void(_void(here, sale["document"])))
        chain.sync()
        chain.wait(days=20)
        chain.sync()
        assert [till.available("m-old") for till in chain.tills] == [520, 520]
        assert chain.findings() == ["card_known"]
        assert chain.office.problems() == ()


def _void(till: StoryTill, document: Json) -> Json:
    return {"document": till.document("V1", "void"), "original": {"document": document}}


def test_a_card_or_phone_of_somebody_is_not_given_to_another(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        one = chain.tills[0]
        said(one.enrol(card=BLANK, phone=PHONE))
        before = one.records

        assert refused(one.enrol(card=OLD_CARD)) == "card_taken"
        assert refused(one.enrol(card=BLANK, name="Other")) == "card_taken"
        assert refused(one.enrol(card=OTHER_BLANK, phone=PLAIN_PHONE)) == "phone_taken"
        assert refused(one.enrol(card="5")) == "not_a_member_card"
        assert refused(one.enrol(card=OTHER_BLANK, phone="call me")) == "not_a_phone"
        assert refused(one.enrol(card="4111111111111111")) == "payment_card_in_document"
        assert one.records == before


def test_one_phone_number_enrolled_at_two_tills_stays_with_the_first(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        for till, card in zip(chain.tills, (BLANK, OTHER_BLANK), strict=True):
            till.cut()
            said(till.enrol(card=card, phone=PHONE))
        for till in chain.tills:
            till.mend()
        chain.sync()

        first = chain.tills[0].member(BLANK)["id"]
        assert [till.member(phone=PHONE)["id"] for till in chain.tills] == [first, first]
        assert chain.tills[0].member(OTHER_BLANK)["id"] != first
        assert chain.findings() == ["phone_known"]


def test_a_lost_card_is_replaced_offline_and_its_points_are_on_the_new_one(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        here.cut()

        changed = said(here.replace(card=OLD_CARD, new_card=BLANK))
        assert said(here.replace(card=OLD_CARD, new_card=BLANK)) == changed
        assert here.scan(OLD_CARD)["member"]["status"] == "lost"
        assert here.scan(BLANK)["member"]["name"] == "Member 1"
        assert here.sell(100, card=OLD_CARD)["notices"] == [
            {"words": "notice.card_blocked"}
        ]

        here.mend()
        chain.sync()
        assert there.scan(OLD_CARD)["member"]["status"] == "lost"
        assert there.scan(BLANK)["member"]["balances"][0]["available"] == 1_000
        _all_is_well(chain)


def test_who_lost_the_card_and_knows_the_phone_number_gets_a_new_number(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        said(here.enrol(card=BLANK, phone=PHONE, name="Sara A."))
        chain.sync()
        there.cut()

        new = said(there.replace(phone=PHONE, key="w1"))
        assert said(there.replace(phone=PHONE, key="w1"))["card"] == new["card"]
        assert there.member(BLANK)["status"] == "lost"
        assert there.member(phone=PHONE)["status"] == "active"
        there.mend()
        chain.sync()
        assert here.member(new["card"])["name"] == "Sara A."
        assert here.member(BLANK)["status"] == "lost"


def test_a_stolen_card_stops_at_once_here_and_no_till_starts_it_again(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        for till in chain.tills:
            till.cut()

        assert said(here.block(card=OLD_CARD))["stopped"] == 1
        assert said(here.block(card=OLD_CARD))["record"] is None
        assert said(there.block(card=OLD_CARD, reason="lost"))["stopped"] == 1
        assert here.scan(OLD_CARD)["member"]["status"] == "blocked"
        here.mend()
        there.mend()
        chain.sync()
        assert [till.scan(OLD_CARD)["member"]["status"] for till in chain.tills] == [
            "lost"
        ] * 2
        assert said(here.block(card=OLD_CARD))["stopped"] == 0


def test_a_till_knows_its_new_members_after_losing_the_copy_of_head_offices_word(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.cut()
        said(here.enrol(card=BLANK, phone=PHONE, name="Sara A."))
        here.sell(2_000, card=BLANK)

        here.till.restart(losing_members=True)
        account = here.till.book.find(BLANK)
        assert account is not None
        assert here.available(account.account) == 20
        assert not differences(here.till.book.journal.connection)
        here.mend()
        assert here.member(BLANK)["balances"][0]["available"] == 20


def test_names_and_numbers_in_the_clear_are_for_head_office_only(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        said(here.enrol(card=BLANK, phone=PHONE, name="Sara Amanuel"))

        kept = b"".join(file.read_bytes() for file in tmp_path.rglob("till0/*/*"))
        for told in (b"Sara", BLANK.encode(), PLAIN_PHONE.encode(), b"3456789"):
            assert told not in kept
        chain.sync()
        (name,) = chain.office.look().execute(
            "SELECT name FROM member WHERE name <> 'Member 1'"
        )
        assert name == ("Sara Amanuel",)


def test_practising_enrols_nobody(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        before = here.records

        assert said(here.enrol(card=BLANK, training=True))["state"] == "training"
        assert said(here.enrol(key="w", training=True))["card"] is None
        assert said(here.block(card=OLD_CARD, training=True))["state"] == "training"
        replaced = said(here.replace(card=OLD_CARD, new_card=BLANK, training=True))
        assert replaced["stopped"] == 1
        assert here.records == before
        assert here.scan(OLD_CARD)["member"]["status"] == "active"


def _all_is_well(chain: Chain) -> None:
    assert chain.findings() == []
    assert chain.quarantined() == []
    assert chain.office.problems() == ()
    for till in chain.tills:
        assert not differences(till.till.book.journal.connection)


def test_a_sale_booked_at_two_lanes_for_two_members_counts_for_the_first(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S01") as chain:
        here, there = chain.tills
        here.cut()
        there.cut()
        other = said(there.enrol(card=BLANK))["member"]["id"]
        sale = here.sale_of(5_000, card=OLD_CARD)
        said(here.sale(sale))

        said(there.sale(sale | {"card": BLANK}))
        here.mend()
        there.mend()
        chain.sync()

        for till in chain.tills:
            assert (till.available("m-1"), till.available(other)) == (1_050, 0)
        assert chain.findings() == ["duplicate"]
        assert chain.office.problems() == ()
