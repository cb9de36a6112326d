"""The story, chapter by chapter; it ends with its proof."""

from install.demo import crash, outage, value, visit
from install.demo.proof import prove
from install.demo.stage import Stage
from install.demo.telling import Telling


def play(stage: Stage, telling: Telling) -> None:
    """Play everything; raises UnexpectedError when something is not as it must be."""
    near, far = stage.shops
    visit.scan_all(stage.shops, telling)
    sold = visit.buy(near, telling)
    visit.agree(near, telling)
    visit.bring_back(near, telling, sold)
    outage.cut(stage.shops, telling)
    outage.sell_offline(near, telling)
    outage.be_refused(far, telling)
    crash.kill_between(far, telling)
    outage.heal(stage.shops, telling)
    value.spend(stage.shops, telling, coupon=visit.coupon_told(telling))
    prove(stage, telling)
