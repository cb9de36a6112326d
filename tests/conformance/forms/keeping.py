"""What becomes of an account: told twice, undone, returned, ended, below nothing."""

from tests.conformance.adapters import ledger, refunding
from tests.conformance.given import Given, InexpressibleError

_DAY = "2026-01-01"

_Operation = dict[str, object]


def repeated(given: Given) -> dict[str, object]:
    """Book one sale as often as it is told."""
    called = "confirm_calls" in given
    times = given.count("confirm_calls" if called else "deliveries_of_same_sale")
    return {"balance_delta": _balance([_earn("sale", given.whole("sale_points"))] * times)}


def undone(given: Given) -> dict[str, object]:
    """Book a sale and take it back whole."""
    whole = given.text("refund", "full") == "full"
    if not (whole and given.flag("sale_deleted", default=True)):
        raise InexpressibleError("only a sale that is taken back whole")
    given.aside("refund", "sale_deleted")
    operations = [_earn("sale", given.whole("sale_points")), _clawback("sale")]
    return {"balance_delta": _balance(operations)}


def unspent(given: Given) -> dict[str, object]:
    """Spend points and get all of them back."""
    if given.text("refund_of_redemption") != "full":
        raise InexpressibleError("only a redemption that is undone whole")
    spend: _Operation = {
        "op": "redeem",
        "id": "r",
        "points": given.whole("redeem"),
        "at": _DAY,
    }
    opening = _earn("opening", given.whole("opening"))
    return {"balance": _balance([opening, spend, {"op": "rollback", "of": "r"}])}


def sales_and_returns(given: Given) -> dict[str, object]:
    """Book sales and the returns of them: each takes back the last sale of that much."""
    operations: list[_Operation] = []
    sold: list[tuple[str, int]] = []
    for number, points in enumerate(given.wholes("events")):
        if points > 0:
            sold.append((f"s{number}", points))
            operations.append(_earn(f"s{number}", points))
            continue
        name = next((name for name, had in reversed(sold) if had == -points), "")
        if not name:
            raise InexpressibleError(f"events: {points} takes back no sale")
        sold.remove((name, -points))
        operations.append(_clawback(name))
    return {"balance": _balance(operations)}


def ended(given: Given) -> dict[str, object]:
    """End what is over, account by account."""
    table, moment = given.table("accounts"), given.text("expire_as_of")
    balances: dict[str, object] = {}
    for name in table.names():
        told = table.table(name)
        lot = _earn(name, told.whole("points")) | {"expires_at": told.text("expires_at")}
        balances[name] = _balance([lot, {"op": "expire", "as_of": moment}])
    return {"balances": balances}


def below_nothing(given: Given) -> dict[str, object]:
    """Take points back under a policy: the balance, and what was taken from where."""
    active, policy = given.whole("active"), given.text("policy")
    balances: list[int] = []
    rows: list[list[int]] = []
    for points in given.wholes("rollback"):
        asked = {
            "pending": 0,
            "active": max(0, active),
            "rollback": points,
            "policies": [policy],
        }
        taken = refunding.policy(Given(asked))["taken"]
        parts = taken[policy] if isinstance(taken, dict) else {}
        row = [-parts["active"], -parts["negative"]]
        active += sum(row)
        balances.append(active)
        rows.append([part for part in row if part])
    return {"balances": balances, "rows": rows}


def _earn(name: str, points: int) -> _Operation:
    return {"op": "earn", "id": name, "points": points, "at": _DAY}


def _clawback(name: str) -> _Operation:
    return {"op": "clawback", "of": name, "policy": "allow_negative"}


def _balance(operations: list[_Operation]) -> object:
    return ledger.replay(Given({"ops": operations}))["balance"]
