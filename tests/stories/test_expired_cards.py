"""A card is good for as long as the programme says, and a new one renews it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rules.ground.ids import AccountId
from rules.members.card_terms import ExpiredCard
from rules.programme import Programme
from sync.office.joining.importing import Newcomer
from sync.till.journal.rebuilding import differences
from tests.stories.chain import (
    AT,
    BLANK,
    OLD_CARD,
    OTHER_BLANK,
    Chain,
    a_chain,
    refused,
    said,
    story_programme,
)

MEMBER = AccountId("m-1")


def ending(months: int = 12, *, then: ExpiredCard = "nothing") -> Programme:
    """Return a programme whose cards are good for some months."""
    plain = story_programme()
    return replace(plain, cards=replace(plain.cards, expires_months=months, expired=then))


def grown_old(chain: Chain, **by: int) -> None:
    """Let time pass and everybody meet."""
    chain.wait(**by)
    chain.sync()


def test_an_expired_card_says_who_it_is_and_buys_as_nobody(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=ending()) as chain:
        till, other = chain.tills
        good = till.scan(OLD_CARD)["member"]
        assert (good["status"], good["card"]["counts_for"]) == ("active", "everything")
        grown_old(chain, days=366)

        shown = till.scan(OLD_CARD)

        assert shown["member"]["status"] == "expired"
        assert shown["member"]["card"] == {
            "until": good["card"]["until"],
            "counts_for": "nothing",
        }
        assert (shown["redeemable"], shown["recommended"]) == ([], None)
        assert refused(till.hold(100, card=OLD_CARD)) == "card_expired"
        sold = till.sell(5_000, card=OLD_CARD)
        assert sold["member"] is None
        assert sold["notices"] == [{"words": "notice.card_expired"}]
        assert refused(till.hold(100)) == "no_member"
        assert other.member(OLD_CARD)["status"] == "expired"
        assert till.available(MEMBER) == 1_000


def test_where_the_programme_lets_it_an_expired_card_earns_and_does_not_spend(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=ending(then="earning")) as chain:
        till = chain.tills[0]
        grown_old(chain, days=366)

        shown = till.scan(OLD_CARD)

        assert shown["member"]["card"]["counts_for"] == "earning"
        assert shown["redeemable"] == []
        quoted = said(
            till.quote(
                {
                    "workstation": "L1",
                    "currency": "MYR",
                    "at": AT,
                    "lines": till.sale_of(5_000)["lines"],
                }
            )
        )
        assert quoted["redeemable"] == []
        assert quoted["not_used"][0]["words"] == "refuse.card_expired"
        assert refused(till.hold(100)) == "card_expired"
        assert refused(till.hold(100, card=OLD_CARD)) == "card_expired"
        assert till.sell(5_000)["member"]["id"] == MEMBER
        assert till.available(MEMBER) == 1_050


def test_a_new_card_renews_it_and_another_till_knows(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=ending()) as chain:
        till, other = chain.tills
        grown_old(chain, days=366)

        given = said(till.replace(card=OLD_CARD, new_card=BLANK))

        assert (given["card"], given["stopped"]) == (BLANK, 1)
        assert till.scan(BLANK)["member"]["status"] == "active"
        assert said(till.hold(100))["points"] == 100
        assert till.scan(OLD_CARD)["member"]["status"] == "lost"
        chain.sync()
        fresh = other.scan(BLANK)["member"]
        assert (fresh["id"], fresh["card"]["counts_for"]) == (MEMBER, "everything")
        assert fresh["card"] == till.scan(BLANK)["member"]["card"]
        grown_old(chain, days=368)
        assert other.scan(BLANK)["member"]["status"] == "expired"
        assert [differences(each.till.book.journal.connection) for each in chain.tills] == [
            (),
            (),
        ]


def test_whoever_joined_offline_has_a_card_that_ends_too(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=ending(1)) as chain:
        till, other = chain.tills
        till.cut()
        said(till.enrol(card=OTHER_BLANK, phone="012-345 6789", name="Hana"))
        until = till.scan(OTHER_BLANK)["member"]["card"]["until"]
        till.mend()
        grown_old(chain, days=40)

        assert other.scan(OTHER_BLANK)["member"]["card"] == {
            "until": until,
            "counts_for": "nothing",
        }
        assert other.member(phone="+60123456789")["status"] == "active"


def test_what_was_sold_before_the_end_and_told_late_is_the_members(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=ending()) as chain:
        till = chain.tills[0]
        before = chain.time.now.isoformat()
        grown_old(chain, days=366)

        late = till.sell(5_000, card=OLD_CARD, at=before, late=True)

        assert late["member"]["id"] == MEMBER


def test_a_day_of_ones_own_goes_before_the_programmes(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=ending(120)) as chain:
        till = chain.tills[0]
        until = datetime(2026, 1, 1, tzinfo=UTC)
        chain.office.take_in(
            Newcomer(row=1, account="m-old", cards=(BLANK,), cards_expire=until)
        )
        chain.sync()

        card = till.scan(BLANK)["member"]["card"]

        assert card == {"until": "2026-01-01T00:00:00Z", "counts_for": "nothing"}


def test_without_an_end_in_the_programme_nothing_is_said_of_cards(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        till = chain.tills[0]
        grown_old(chain, days=5_000)

        assert "card" not in till.scan(OLD_CARD)["member"]
