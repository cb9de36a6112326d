"""A story played: every step done with the very law, every expectation looked at."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeGuard, assert_never

from agent.programmes.book import HERE
from agent.programmes.figures import UnfitError, birthday_of, day_of, minor, whole_of
from agent.programmes.giving import happen, live, tell_changes, told_already
from agent.programmes.looking import looked_at
from agent.programmes.returning import CameBack, bring_back
from agent.programmes.selling import Sold, sell
from agent.programmes.shop import Kept, Shop
from agent.programmes.story import (
    Activity,
    Coupon,
    Expect,
    Expected,
    GiftCard,
    Later,
    Member,
    Now,
    Refund,
    Sale,
    Step,
    Story,
    StoryFault,
)
from agent.programmes.vouchers import hand_out
from rules.ground.ids import AccountId, TierId
from rules.ground.refusal import Refusal
from rules.ground.sentence import Sentence
from rules.issues.happening import Happening
from rules.programme import Programme
from rules.value.ledger import GIFT_CARD_PREFIX, PENDING, POINTS, SPEND
from rules.vouchers.money import MONEY, WALLET

_HINT: Final = Sentence("Mend the story at that line.")
_NO_SENSE: Final = Sentence("a figure or a day in it makes no sense")
_MONTHS: Final = 12
_TOLD_ON_JOINING: Final = frozenset({"birthday", "group", "attribute"})
"""What may be told of somebody who joins just now; whoever has more was there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a story expects and what came: at which line, during which step."""

    line: int
    step: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """How a story ended; it holds when nothing differs."""

    title: str
    looked_at: int
    differences: tuple[Difference, ...]


def play(story: Story, programme: Programme) -> Played:
    """Play a story against a programme.

    Raises :class:`StoryFault` for a story that cannot be played: an unknown name, a clock
    that goes back.
    """
    stage = Stage(programme)
    for step in story.steps:
        stage.do(step)
    return Played(
        title=story.title,
        looked_at=stage.looked_at,
        differences=tuple(stage.differences),
    )


class Stage:
    """The shop while a story is played on it."""

    def __init__(self, programme: Programme) -> None:
        self.shop: Final = Shop(programme)
        self.differences: Final[list[Difference]] = []
        self.looked_at = 0
        self._refused: Final[set[str]] = set()

    def do(self, step: Step) -> None:
        """Do one step and look at what it expects."""
        try:
            match step:
                case Member() | Coupon() | GiftCard() | Now() | Later():
                    self._set(step)
                case _:
                    self._act(step)
            tell_changes(self.shop)
        except (ValueError, OverflowError) as error:
            what = getattr(error, "sentence", _NO_SENSE)
            said = Sentence("Line {line}: {what}.", line=step.line, what=what)
            raise StoryFault(said, hint=_HINT) from error

    def _set(self, step: Member | Coupon | GiftCard | Now | Later) -> None:
        match step:
            case Member():
                self._member(step)
            case Coupon():
                kept = self.known(step.member, step.line) if step.member else None
                hand_out(self.shop, step.code, step.rule, kept)
            case GiftCard():
                account = AccountId(f"{GIFT_CARD_PREFIX}{step.code}")
                self.shop.grant(account, MONEY, self._minor(step.amount))
            case Now() | Later():
                self._pass_time(step)
            case _:
                assert_never(step)

    def _act(self, step: Sale | Refund | Activity | Expect) -> None:
        match step:
            case Sale():
                self._sale(step)
            case Refund():
                self._refund(step)
            case Activity():
                self._activity(step)
            case Expect():
                self._expect(step)
            case _:
                assert_never(step)

    def _sale(self, sale: Sale) -> None:
        if sale.member:
            self.known(sale.member, sale.line)
        if not sale.goods:
            raise StoryFault(
                Sentence("Line {line}: nothing is sold.", line=sale.line),
                hint=Sentence("Write '2 x MUG in household at 15.50' under it."),
            )
        if sale.booked and sale.name in self.shop.sales:
            said = Sentence(
                "Line {line}: there is a sale {sale} already.",
                line=sale.line,
                sale=sale.name,
            )
            raise StoryFault(said, hint=_HINT)
        label = f"Sale {sale.name}" if sale.booked else "Quote"
        if sale.member:
            label += f" by {sale.member}"
        sold = sell(self.shop, sale)
        if sale.booked and _is_unforeseen(sold, sale.expected):
            self._refused.add(sale.name)
        self._look(label, sale.line, sale.expected, sold)

    def _refund(self, refund: Refund) -> None:
        if refund.sale in self._refused - self.shop.sales.keys():
            return  # That the sale did not go through is told already.
        if refund.sale not in self.shop.sales:
            said = Sentence(
                "Line {line}: there is no sale {sale}.", line=refund.line, sale=refund.sale
            )
            raise StoryFault(said, hint=_HINT)
        label = f"{'Refund' if refund.back else 'Void'} of sale {refund.sale}"
        self._look(label, refund.line, refund.expected, bring_back(self.shop, refund))

    def _activity(self, activity: Activity) -> None:
        self.known(activity.member, activity.line)
        did = Happening(kind="activity", names=(activity.activity,))
        happen(self.shop, activity.member, did)
        label = f"Activity {activity.activity} by {activity.member}"
        self._look(label, activity.line, activity.expected, activity.member)

    def _expect(self, step: Expect) -> None:
        budgeted = all(one.what == "left" for one in step.expected)
        if step.whose not in self.shop.members and not budgeted:
            account = AccountId(f"{GIFT_CARD_PREFIX}{step.whose}")
            if not any(lot.account == account for lot in self.shop.book.lots.values()):
                self.known(step.whose, step.line)
        self._look(f"Expect {step.whose}", step.line, step.expected, step.whose)

    def _look(
        self,
        label: str,
        line: int,
        expected: tuple[Expected, ...],
        outcome: Sold | CameBack | Refusal | str,
    ) -> None:
        self.looked_at += len(expected)
        if _is_unforeseen(outcome, expected):
            said = " ".join(f"{name}={value}" for name, value in outcome.values)
            got = f"refused {outcome.code}" + (f" ({said})" if said else "")
            self._differs(line, label, Sentence("it goes through"), got)
            return
        for one in expected:
            for wanted, got in looked_at(self.shop, one, outcome):
                self._differs(one.line, label, wanted, got)

    def _differs(self, line: int, step: str, expected: str, got: str) -> None:
        self.differences.append(
            Difference(line=line, step=step, expected=expected, got=got)
        )

    def known(self, name: str, line: int) -> Kept:
        """Return a member; raise StoryFault for a name nobody has."""
        if name not in self.shop.members:
            raise StoryFault(
                Sentence("Line {line}: nobody is called '{name}'.", line=line, name=name),
                hint=Sentence("Write 'Member {name}' before it.", name=name),
            )
        return self.shop.members[name]

    def _member(self, step: Member) -> None:
        is_new = step.name not in self.shop.members
        kept = self.shop.join(step.name)
        for name, value in step.facts:
            self._fact(kept, name, value, step.line)
        if is_new and {name for name, _ in step.facts} <= _TOLD_ON_JOINING:
            happen(self.shop, step.name, Happening(kind="enrolment"))
        if is_new:
            told_already(self.shop, step.name)

    def _fact(self, kept: Kept, name: str, value: str, line: int) -> None:
        match name:
            case "points" | "pending":
                place = HERE if name == "points" else PENDING
                self.shop.grant(kept.account, POINTS, whole_of(value), place=place)
            case "wallet" | "spent":
                unit = WALLET if name == "wallet" else SPEND
                self.shop.grant(kept.account, unit, self._minor(value))
            case "tier":
                self._tier(kept, value, line)
            case "blocked" | "active":
                kept.status = "blocked" if name == "blocked" else "active"
            case _:
                _know(kept, name, value)

    def _tier(self, kept: Kept, tier: str, line: int) -> None:
        ladder = self.shop.ladder
        if ladder is None or tier not in {step.tier for step in ladder.tiers}:
            raise StoryFault(
                Sentence(
                    "Line {line}: tier {tier} is not on the ladder.", line=line, tier=tier
                ),
                hint=_HINT,
            )
        self.shop.give_tier(kept, TierId(tier))

    def _minor(self, text: str) -> int:
        return minor(text, self.shop.programme.currency)

    def _pass_time(self, step: Now | Later) -> None:
        zone = self.shop.zone
        local = self.shop.now.astimezone(zone)
        if isinstance(step, Now):
            target = step.moment.replace(tzinfo=zone)
        else:
            day = _months_on(local.date(), step.months) + timedelta(days=step.days)
            target = datetime.combine(day, local.time(), zone) + step.by
        moment = target.astimezone(UTC)
        if moment < self.shop.now and self.shop.members:
            raise StoryFault(
                Sentence(
                    "Line {line}: it is {now} already.",
                    line=step.line,
                    now=f"{local:%Y-%m-%d %H:%M}",
                ),
                hint=Sentence("A story's clock never goes back."),
            )
        if not self.shop.members:
            self.shop.now = moment
        live(self.shop, moment)


def _is_unforeseen(
    outcome: Sold | CameBack | Refusal | str, expected: tuple[Expected, ...]
) -> TypeGuard[Refusal]:
    """Say whether a step was refused though its story expects that it goes through."""
    return isinstance(outcome, Refusal) and not any(
        one.what == "refused" for one in expected
    )


def _know(kept: Kept, name: str, value: str) -> None:
    match name:
        case "birthday":
            kept.birthday = birthday_of(value)
        case "joined":
            joined = day_of(value)
            kept.joined = joined.isoformat()
            if kept.climber is not None:
                kept.climber.joined = joined
        case "attribute":
            key, sign, held = value.partition("=")
            if not sign:
                raise UnfitError(Sentence("'{text}' must be like city=Shiraz", text=value))
            kept.attributes[key.strip()] = held.strip()
        case "segment" | "group":
            (kept.segments if name == "segment" else kept.groups).update(value.split())
        case "no segment" | "no group":
            names = kept.segments if name == "no segment" else kept.groups
            names.difference_update(value.split())
        case _:
            raise UnfitError(Sentence("{fact} cannot be told of a member", fact=name))


def _months_on(day: date, months: int) -> date:
    whole = day.year * _MONTHS + day.month - 1 + months
    year, month = whole // _MONTHS, whole % _MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
