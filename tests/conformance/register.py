"""Which adapter asks which question: one line a question, add yours."""

from collections.abc import Mapping

from tests.conformance.adapters import lasting, ledger, redeeming, refunding, tiers
from tests.conformance.judging import Adapter

ADAPTERS: Mapping[str, Adapter] = {
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
