"""Where a member stands, as ``vafa office member`` tells it."""

from typing import Final

from rules.ground.sentence import Sentence
from rules.ladder.places import LadderPlace
from sync.kit.clock import from_ms
from sync.office.status.given_vouchers import GivenVoucher
from sync.office.status.tiers import TierHeld

NONE: Final = Sentence("none")


def tier_line(held: TierHeld) -> Sentence:
    """Say which tier a member holds, until when and of which kind."""
    tier = held.tier or NONE
    said = Sentence("{account}: tier {tier}", account=held.account, tier=tier)
    if held.until_ms:
        said = _until(said, held.until_ms)
    return Sentence("{said}, {kind}", said=said, kind=held.kind) if held.kind else said


def place_line(place: LadderPlace) -> Sentence:
    """Say what counts for the next tier, and how far it is."""
    way = Sentence("at the top")
    if place.next_tier:
        way = Sentence("{tier} from {need}", tier=place.next_tier, need=place.need)
    return Sentence(
        "counts {have}; {way} ({share})", have=place.have, way=way, share=str(place.share)
    )


def _until(said: Sentence, moment_ms: int) -> Sentence:
    moment = f"{from_ms(moment_ms):%Y-%m-%d %H:%M} UTC"
    return Sentence("{said} until {moment}", said=said, moment=moment)


def voucher_line(given: GivenVoucher) -> Sentence:
    """Say what was given, by which rule, and what is left of it."""
    what = Sentence("coupon") if given.is_coupon else Sentence("gift card")
    left = Sentence("nothing left")
    if given.left and given.is_coupon:
        left = Sentence("{count} left", count=given.left)
    elif given.left:
        left = Sentence("{count} left (minor units)", count=given.left)
    said = Sentence(
        "{what} {code} by {rule}: {left}",
        what=what,
        code=given.code,
        rule=given.rule,
        left=left,
    )
    return _until(said, given.expires_ms) if given.expires_ms else said
