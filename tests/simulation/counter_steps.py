"""What POS programs ask in a world: each step one function, at one of the lanes."""

from collections.abc import Mapping
from typing import Final

from tests.simulation import goods, offers, people, value, wallets
from tests.simulation.cards import pay_with_card, sell_card
from tests.simulation.lane import basket, repeated_at
from tests.simulation.script import Step, StepKind
from tests.simulation.world import Play, World

REDEEMED_MAX: Final = 200


def _member(world: World, step: Step, *, nobody: bool = False) -> int:
    """Pick a member's number, from 1; 0 is nobody."""
    count = len(world.members)
    return step.draw[0] % (count + 1) if nobody else 1 + step.draw[0] % count


def _sale(world: World, step: Step) -> str:
    member = _member(world, step, nobody=True)
    return world.lanes[step.till].sell(member, step.draw, at=world.pos_time(step))


def _redeem(world: World, step: Step) -> str:
    member = _member(world, step)
    points = 1 + step.draw[1] % REDEEMED_MAX
    lane, lines = world.lanes[step.till], basket(step.draw)
    return lane.redeem(member, points, lines, at=world.pos_time(step))


def _sell_card(world: World, step: Step) -> str:
    lane = world.lanes[step.till]
    return sell_card(lane, step.draw, at=world.pos_time(step))


def _pay_with_card(world: World, step: Step) -> str:
    lane = world.lanes[step.till]
    return pay_with_card(lane, step.draw, at=world.pos_time(step))


def _hold(world: World, step: Step) -> str:
    held = world.lanes[step.till].hold(
        _member(world, step), 1 + step.draw[1] % REDEEMED_MAX
    )
    return held if isinstance(held, str) else f"held {held['points']} as {held['hold']}"


def _give_up(world: World, step: Step) -> str:
    return world.lanes[step.till].give_up()


def _refund(world: World, step: Step) -> str:
    store = world.tills[step.till].store if step.draw[3] & 0x300 else ""
    sales = world.shop.returnable(store)
    if not sales:
        return "nothing sold"
    sale = sales[step.draw[3] % len(sales)]
    return world.lanes[step.till].refund(sale, step.draw, at=world.pos_time(step))


def _void(world: World, step: Step) -> str:
    store = world.tills[step.till].store
    sales = world.shop.returnable(store)
    if not sales:
        return "nothing sold"
    sale = sales[step.draw[1] % len(sales)]
    return world.lanes[step.till].void(sale, at=world.pos_time(step))


def _repeat(world: World, step: Step) -> str:
    """Send a document again to a till it was sent to before."""
    lane = world.lanes[step.till]
    life = str(lane.till.life)
    papers = [paper for paper in world.shop.papers.values() if life in paper.asked]
    if not papers:
        return "nothing to repeat"
    return lane.book(repeated_at(papers[-1 - step.draw[1] % min(4, len(papers))]))


def _fail_over(world: World, step: Step) -> str:
    """Send a document whose answer got lost to this till too."""
    lane = world.lanes[step.till]
    papers = world.shop.movable(lane.till.store, str(lane.till.life))
    if not papers:
        return "nothing to repeat"
    return lane.book(repeated_at(papers[-1 - step.draw[1] % min(4, len(papers))]))


def _ask(world: World, step: Step) -> str:
    account = world.members[_member(world, step) - 1]
    granted = world.lanes[step.till].ask(account, 1 + step.draw[1] % 300)
    return "granted" if granted else "nothing granted"


def _enrol(world: World, step: Step) -> str:
    return people.enrol(world.lanes[step.till], step.draw, at=world.pos_time(step))


def _change_card(world: World, step: Step) -> str:
    return people.change_card(world.lanes[step.till], step.draw, number=step.number)


def _attach(world: World, step: Step) -> str:
    sales = world.shop.returnable(world.tills[step.till].store)
    member = step.draw[3] % 2
    card = _member(world, step) if member else people.blank(step.draw[0])
    return people.attach(world.lanes[step.till], sales, step.draw, card=card)


def _exchange(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step, nobody=True)
    return goods.exchange(lane, step.draw, member=member, at=world.pos_time(step))


def _use_coupon(world: World, step: Step) -> str:
    return goods.use_coupon(world.lanes[step.till], step.draw, at=world.pos_time(step))


def _attach_anywhere(world: World, step: Step) -> str:
    lane = world.lanes[step.till]
    return goods.attach_anywhere(lane, step.draw, member=_member(world, step))


def _sale_with_offers(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step)
    return offers.sell_with_offers(lane, step.draw, member=member, at=world.pos_time(step))


def _campaign_sale(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step, nobody=True)
    return offers.sell_with_offers(lane, step.draw, member=member, at=world.pos_time(step))


def _top_up(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step)
    return wallets.top_up(lane, step.draw, member=member, at=world.pos_time(step))


def _pay_from_wallet(world: World, step: Step) -> str:
    lane, amount = world.lanes[step.till], 1 + step.draw[1] % wallets.PAID_MAX
    return wallets.pay_from_wallet(
        lane, amount, member=_member(world, step), at=world.pos_time(step)
    )


def _giving_sale(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step)
    return value.giving_sale(lane, step.draw, member=member, at=world.pos_time(step))


def _mixed_sale(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step)
    return value.mixed_sale(lane, step.draw, member=member, at=world.pos_time(step))


def _buy_product(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step)
    return value.buy_product(lane, step.draw, member=member, at=world.pos_time(step))


def _list_vouchers(world: World, step: Step) -> str:
    return value.list_vouchers(world.lanes[step.till], member=_member(world, step))


def _bring_back(world: World, step: Step) -> str:
    return value.bring_back(world.lanes[step.till], step.draw, at=world.pos_time(step))


AT_COUNTERS: Final[Mapping[StepKind, Play]] = {
    "sale": _sale,
    "redeem": _redeem,
    "sell_card": _sell_card,
    "pay_with_card": _pay_with_card,
    "hold": _hold,
    "give_up": _give_up,
    "refund": _refund,
    "void": _void,
    "repeat": _repeat,
    "fail_over": _fail_over,
    "ask": _ask,
    "enrol": _enrol,
    "change_card": _change_card,
    "attach": _attach,
    "exchange": _exchange,
    "use_coupon": _use_coupon,
    "attach_anywhere": _attach_anywhere,
    "sale_with_offers": _sale_with_offers,
    "campaign_sale": _campaign_sale,
    "top_up": _top_up,
    "pay_from_wallet": _pay_from_wallet,
    "giving_sale": _giving_sale,
    "mixed_sale": _mixed_sale,
    "buy_product": _buy_product,
    "list_vouchers": _list_vouchers,
    "bring_back": _bring_back,
}
