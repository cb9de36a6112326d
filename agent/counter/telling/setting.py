"""The setting of a till's pages: currency, zone, and each rule's figures."""

from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from agent.counter.telling.why import figures_of


def setting(desk: Desk) -> Answer:
    """Tell what the programme in force counts in, and each rule's figures by its id."""
    programme = desk.evaluator(desk.now()).programme
    return {
        "store": desk.store,
        "currency": programme.currency,
        "zone": programme.zone,
        "calendar": programme.calendar,
        "version": programme.version,
        "gift_cards": programme.gift_cards is not None,
        "wallet": programme.wallet is not None,
        "proof": programme.proof is not None,
        "rules": {
            rule.rule: figures_of(rule)
            for rule in (*programme.earn, *programme.discounts, *programme.rewards)
        },
    }
