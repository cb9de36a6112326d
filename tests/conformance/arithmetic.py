"""A case's arithmetic, checked without running it: exact numbers, a few functions."""

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP
from fractions import Fraction
from typing import Final

_DIGITS_MAX: Final = 200
_CHARACTERS_MAX: Final = 2_000

Operand = Fraction | str | bool


class UnreadableError(Exception):
    """The text is no arithmetic that is known here."""


def holds(text: str) -> bool:
    """Say whether an arithmetic statement is true; raise UnreadableError otherwise."""
    if len(text) > _CHARACTERS_MAX:
        raise UnreadableError("too long")
    try:
        tree = ast.parse(text, mode="eval")
        return bool(_value(tree.body))
    except (SyntaxError, RecursionError, ArithmeticError, ValueError, TypeError) as error:
        raise UnreadableError(str(error)) from error


def _value(node: ast.expr) -> Operand:
    match node:
        case ast.Constant() | ast.Name():
            return _constant(node)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return _binary(op, _number(left), _number(right))
        case ast.BoolOp(op=op, values=values):
            said = (bool(_value(value)) for value in values)
            return all(said) if isinstance(op, ast.And) else any(said)
        case ast.Compare():
            return _compared(node)
        case ast.Call():
            return _called(node)
        case _:
            raise UnreadableError(f"no arithmetic: {ast.unparse(node)}")


def _constant(node: ast.Constant | ast.Name) -> Operand:
    if isinstance(node, ast.Name):
        if not node.id.startswith("ROUND_"):
            raise UnreadableError(f"unknown name {node.id}")
        return node.id
    if isinstance(node.value, bool | str):
        return node.value
    if not isinstance(node.value, int | float):
        raise UnreadableError(f"no number: {node.value!r}")
    return _short(Fraction(repr(node.value)))


def _number(node: ast.expr) -> Fraction:
    found = _value(node)
    if not isinstance(found, Fraction):
        raise UnreadableError(f"no number: {ast.unparse(node)}")
    return found


def _short(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 4 * _DIGITS_MAX:
        raise UnreadableError("too many digits")
    return value


_BINARY: Final[Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda left, right: Fraction(left // right),
    ast.Mod: operator.mod,
}
_COMPARE: Final[Mapping[type[ast.cmpop], Callable[[Operand, Operand], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: lambda left, right: _ordered(left) < _ordered(right),
    ast.LtE: lambda left, right: _ordered(left) <= _ordered(right),
    ast.Gt: lambda left, right: _ordered(left) > _ordered(right),
    ast.GtE: lambda left, right: _ordered(left) >= _ordered(right),
}


def _ordered(value: Operand) -> Fraction:
    if not isinstance(value, Fraction):
        raise UnreadableError(f"no number: {value!r}")
    return value


def _binary(op: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    known = _BINARY.get(type(op))
    if known is None:
        raise UnreadableError(f"unknown sign {type(op).__name__}")
    return _short(known(left, right))


def _compared(node: ast.Compare) -> bool:
    left = _value(node.left)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = _value(comparator)
        known = _COMPARE.get(type(op))
        if known is None:
            raise UnreadableError(f"unknown comparison {type(op).__name__}")
        if not known(left, right):
            return False
        left = right
    return True


def _called(node: ast.Call) -> Operand:
    if isinstance(node.func, ast.Attribute) and node.func.attr == "quantize":
        return _quantized(node, node.func.value)
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise UnreadableError(f"unknown call {ast.unparse(node)}")
    if node.func.id == "D" and len(node.args) == 1:
        return _short(Fraction(str(_value(node.args[0]))))
    known = _FUNCTIONS.get(node.func.id)
    if known is None:
        raise UnreadableError(f"unknown function {node.func.id}")
    return known([_number(item) for item in _spread(node.args)])


def _spread(args: list[ast.expr]) -> list[ast.expr]:
    if len(args) == 1 and isinstance(args[0], ast.List | ast.Tuple):
        return args[0].elts
    return args


def _round(numbers: list[Fraction]) -> Fraction:
    places = numbers[1].numerator if len(numbers) > 1 else 0
    return Fraction(round(numbers[0], places))


_FUNCTIONS: Final[Mapping[str, Callable[[list[Fraction]], Fraction]]] = {
    "min": min,
    "max": max,
    "sum": lambda numbers: sum(numbers, Fraction(0)),
    "abs": lambda numbers: abs(numbers[0]),
    "int": lambda numbers: Fraction(int(numbers[0])),
    "round": _round,
}


def _quantized(node: ast.Call, value: ast.expr) -> Fraction:
    rounding = ROUND_HALF_UP
    for keyword in node.keywords:
        rounding = str(_value(keyword.value))
    step = _number(node.args[0])
    steps = _number(value) / step
    below = steps.numerator // steps.denominator
    rest = steps - below
    half = Fraction(1, 2)
    away = {
        ROUND_FLOOR: False,
        ROUND_DOWN: steps < 0 and rest > 0,
        ROUND_CEILING: rest > 0,
        ROUND_HALF_UP: rest > half or (rest == half and steps > 0),
        ROUND_HALF_DOWN: rest > half or (rest == half and steps < 0),
    }
    if rounding not in away:
        raise UnreadableError(f"unknown rounding {rounding}")
    return (below + away[rounding]) * step
