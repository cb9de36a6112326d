"""How goals stand, as plain data and in sentences."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from rules.campaigns.goals import GoalState, Group, Lift, Measure, Untold
from rules.ground.sentence import Amount, Sentence, Value

_BASIS_POINTS: Final = 100


def goal_out(state: GoalState) -> dict[str, object]:
    """Write how a goal stands; ``lift`` is in hundredths of a per cent."""
    treated, held_out, came = state.treated, state.held_out, state.came
    return {
        "campaign": state.campaign,
        "measure": state.goal.measure,
        "currency": state.currency,
        "percent": str(state.goal.percent),
        "first_day": state.first.isoformat(),
        "last_day": state.last.isoformat(),
        "treated": {"members": treated.members, "amount": treated.amount},
        "held_out": {"members": held_out.members, "amount": held_out.amount},
        "lift": came.lift if isinstance(came, Lift) else None,
        "reached": came.reached if isinstance(came, Lift) else None,
        "untold": "" if isinstance(came, Lift) else came,
    }


def goal_lines(state: GoalState) -> Iterator[Sentence]:
    """Say what is measured, what each side came to, and how the goal did or why not."""
    yield Sentence(
        "{campaign}: {measure} should grow by {percent} per cent; from {first} to {last}",
        campaign=state.campaign,
        measure=_MEASURES[state.goal.measure],
        percent=state.goal.percent,
        first=state.first,
        last=state.last,
    )
    for group, is_treated in ((state.treated, True), (state.held_out, False)):
        if group.members:
            yield _side(group, is_treated=is_treated, amount=_amount(state, group))
    came = state.came
    yield _did(came) if isinstance(came, Lift) else UNTOLD[came]


def _side(group: Group, *, is_treated: bool, amount: Value) -> Sentence:
    if is_treated:
        return Sentence(
            "treated: {amount}; members: {members}", amount=amount, members=group.members
        )
    return Sentence(
        "held out: {amount}; members: {members}", amount=amount, members=group.members
    )


def _amount(state: GoalState, group: Group) -> Value:
    is_money = state.goal.measure == "spend"
    return Amount(group.amount, state.currency) if is_money else group.amount


def _did(came: Lift) -> Sentence:
    lift = Fraction(abs(came.lift), _BASIS_POINTS)
    if came.reached:
        return Sentence("{lift} per cent more a member: the goal is reached", lift=lift)
    if came.lift < 0:
        return Sentence("{lift} per cent less a member: the goal is not reached", lift=lift)
    return Sentence("{lift} per cent more a member: the goal is not reached", lift=lift)


UNTOLD: Final[Mapping[Untold, Sentence]] = {
    "no_experiment": Sentence(
        "nothing can be said of its goal: it is for everybody, nobody is held out"
    ),
    "two_experiments": Sentence(
        "nothing can be said of its goal: its rules ask for several experiments"
    ),
    "all_treated": Sentence(
        "nothing can be said of its goal: the arms of its experiment hold everybody, "
        "nobody is held out"
    ),
    "not_begun": Sentence("nothing can be said of its goal: it has not begun"),
    "nobody_treated": Sentence(
        "nothing can be said of its goal: there is no member to be treated"
    ),
    "nobody_held_out": Sentence(
        "nothing can be said of its goal: there is no member held out"
    ),
    "nothing_measured": Sentence(
        "nothing can be said of its goal: who is held out has none of it"
    ),
    "not_in_sales": Sentence(
        "nothing can be said of its goal: sales do not tell who was brought along"
    ),
}
"""Why nothing can be said of a goal, in words."""

_MEASURES: Final[Mapping[Measure, Sentence]] = {
    "visits": Sentence("days with a purchase"),
    "spend": Sentence("what is spent"),
    "retention": Sentence("members who buy again"),
    "referrals": Sentence("others who are brought along"),
}
