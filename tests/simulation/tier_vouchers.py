"""Vouchers that go with a tier: nobody who left it has any of them left."""

from sync.wire.keys.vouchers import voucher_of
from tests.simulation.audit import office_rows
from tests.simulation.union import BrokenInvariantError, Purse
from tests.simulation.vouchers_given import GO_WITH_GOLD, GOLD
from tests.simulation.world import World


def gone_with_their_tier(world: World) -> None:
    """Hold what members have of a tier's vouchers against the tier they have."""
    union, key = world.auditor.union, world.tills[0].book.keys.token
    office = world.office.look()
    tiers = {str(row["account"]): str(row["tier"]) for row in office_rows(office, "member")}
    waiting = {str(row["account"]) for row in office_rows(office, "happened")}
    given = {one for seen in union.records.values() for one in seen.promised}
    for one in sorted(given):
        if one.rule not in GO_WITH_GOLD or tiers.get(one.member) == GOLD:
            continue
        purse = Purse(*voucher_of(one.kind, one.code, key))
        left = sum(union.shown(purse))
        if left > 0 and one.member not in waiting:
            raise BrokenInvariantError(
                "vouchers of a tier go with it", f"{one.code} of {one.member}: {left}"
            )
