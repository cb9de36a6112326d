"""Which adapter asks which question: one line a question, add yours."""

from collections.abc import Mapping

from tests.conformance.adapters import (
    allocation,
    earning,
    lasting,
    ledger,
    promotions,
    redeeming,
    refunding,
    tiers,
)
from tests.conformance.judging import Adapter

ADAPTERS: Mapping[str, Adapter] = {
    "alloc": allocation.alloc,
    "earn.calc": earning.calc,
    "earn.basis": earning.basis,
    "earn.net": earning.net,
    "earn.limit": earning.limit,
    "cond.at_least": earning.at_least,
    "cond.window": earning.window,
    "cond.weekday": earning.weekday,
    "promo.nxm": promotions.nxm,
    "promo.sequence": promotions.sequence,
    "promo.scale": promotions.scale,
    "promo.scale_line": promotions.scale_line,
    "promo.scale_flat": promotions.scale_flat,
    "promo.flexi": promotions.flexi,
    "promo.cap_negative": promotions.cap_negative,
    "promo.spend_get": promotions.spend_get,
    "promo.priority": promotions.priority,
    "promo.benefit": promotions.benefit,
    "ledger.replay": ledger.replay,
    "two_phase": ledger.two_phase,
    "redeem.calc": redeeming.calc,
    "wallet.pay": redeeming.pay,
    "refund.earned": refunding.earned,
    "refund.policy": refunding.policy,
    "refund.both": refunding.both,
    "expiry.date": lasting.expiry,
    "tier.duration": lasting.duration,
    "tier.period": lasting.period,
    "tier.assign": tiers.assign,
    "tier.series": tiers.series,
    "tier.series2": tiers.recalculated,
}
