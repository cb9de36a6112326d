"""Refund methods: one file a method. The mapping is the register: add yours to it."""

from collections.abc import Callable, Mapping

from rules.earn import EarnRule
from rules.ground.ids import RuleId
from rules.programme import RefundMethod
from rules.refund import floor_step, line_exact, proportional, recompute_difference
from rules.refund.tally import Tally
from rules.sale.decisions import LineAward

Method = Callable[
    [Tally, Mapping[RuleId, EarnRule], Mapping[LineAward, int]], Mapping[LineAward, int]
]

METHODS: Mapping[RefundMethod, Method] = {
    "line_exact": line_exact.taken_back,
    "recompute_difference": recompute_difference.taken_back,
    "proportional": proportional.taken_back,
    "floor_step": floor_step.taken_back,
}
