"""The end: what must be true now, asked of both tills and of head office."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from install.demo import cashier
from install.demo.answers import Json, UnexpectedError, whole_at
from install.demo.people import people
from install.demo.shop import Shop
from install.demo.stage import Stage, side_by_side
from install.demo.telling import Telling


def prove(stage: Stage, telling: Telling) -> None:
    """Ask everybody, and tell each claim with whether it holds."""
    telling.chapter("The night: everybody compares")
    for shop, report in zip(
        stage.shops, side_by_side(_reconcile, stage.shops), strict=True
    ):
        telling.finding(
            f"every balance of {shop.store}'s till = at head office",
            holds=report.at("agrees") is True,
            seen=f"{report.whole('accounts')} accounts, {report.whole('records')} records",
        )
