"""Gift cards, wallets and money back: what is on them after what happened."""

from tests.conformance.forms.telling import came, money, moneys, written
from tests.conformance.given import Given, InexpressibleError
from tests.conformance.judging import Said

_CARDS = "[gift_cards]\n"
_WALLET = "[wallet]\n"
_FULL = ("full", "True")


def sold_cards(given: Given) -> dict[str, object]:
    """Sell gift cards of free amounts: what all of them hold together."""
    amounts = moneys(given, "sold")
    lines = [f"  gift card C{number} for {one}" for number, one in enumerate(amounts)]
    looks = [f"Expect C{number}: money ?" for number in range(len(amounts))]
    held = came(given, _CARDS, "\n".join(("Sale 1:", *lines, *looks)))
    return {"sum": given.major(sum(map(given.minor, held)))}


def card_sale_undone(given: Given) -> dict[str, object]:
    """Sell a gift card, maybe spend some of it, take its sale back: what it holds."""
    if given.text("refund_the_gift_card_sale") not in _FULL:
        raise InexpressibleError("only a sale that is taken back whole")
    sale = f"Sale 1:\n  gift card C for {money(given, 'gift_card_value')}\n"
    spent = money(given, "spent") if "spent" in given else ""
    given.aside("spent")
    if spent:
        sale += f"Sale 2:\n  1 x BAG at {spent}\n  pays {spent} by gift card C\n"
    story = f"{sale}Void sale 1\n  expect refused ?\nExpect C: money ?\n"
    refused, left = came(given, _CARDS, story)
    told = ("refused", refused) if refused else ("voided",)
    return {"gift_card_balance": left, "result": Said(told)}


def cashback_undone(given: Given) -> dict[str, object]:
    """Give money back into the wallet and take the purchase back: what stays there."""
    if given.text("refund") not in _FULL:
        raise InexpressibleError("only a purchase that is taken back whole")
    amount = given.money("cashback")
    gift = f'{{ kind = "wallet", amount_minor = {amount} }}'
    rules = f'{_WALLET}\n[[issues]]\nrule = "back"\non = {{ kind = "purchase" }}\n'
    story = f"""
Member Ana
Sale 1 by Ana:
  1 x BAG at {written(given, 10 * amount)}
Void sale 1
Expect Ana: wallet ?
"""
    (left,) = came(given, f"{rules}gives = {gift}\n", story)
    return {"cashback_after": left}


def topped_up(given: Given) -> dict[str, object]:
    """Pay goods from a wallet in the very sale that tops it up: what it holds then."""
    have = given.money("wallet")
    told = {one.text("sku"): one.money("price") for one in given.tables("sale")}
    goods, top_up = told.pop("product", 0), told.pop("topup", 0)
    if told or not given.flag("pay_with_wallet"):
        raise InexpressibleError("a sale of a product and a top-up, paid from the wallet")
    paid = written(given, min(have, goods))
    story = f"""
Member Ana: wallet {written(given, have)}
Sale 1 by Ana:
  1 x product at {written(given, goods)}
  top up {written(given, top_up)}
  pays {paid} from wallet
Expect Ana: wallet ?
"""
    (left,) = came(given, _WALLET, story)
    return {"wallet_after": left}


def negative(given: Given) -> dict[str, object]:
    """Pay an amount with a gift card, be it below nothing: whether that is refused."""
    if given.text("tender") not in {"gift card", "gift_card"}:
        raise InexpressibleError("tender: only a gift card")
    amount = given.money("amount")
    paid = f"{'-' if amount < 0 else ''}{written(given, abs(amount))}"
    rich = written(given, abs(amount) + given.minor(1))
    story = f"""
Gift card C: {rich}
Sale 1:
  1 x BAG at {rich}
  pays {paid} by gift card C
  expect refused ?
"""
    (code,) = came(given, _CARDS, story)
    return {"result": Said(("refused", code) if code else ("accepted",))}
