"""What is left of a sale once this return and every earlier one are taken off it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.earn.earning_terms import USUAL, EarningTerms
from rules.ground.refusal import Refusal, refuse
from rules.sale.basket import Line
from rules.sale.columns import Columns
from rules.sale.decisions import LineAward, Returned, ReturnLine, SaleGiven, by_line
from rules.settling.paid_basis import earning_basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A sale after returns.

    ``awards`` are what each line earned. By line: ``quantities`` (left, sold),
    ``returned_minor`` so far, ``before_minor`` and ``before_milli`` without this return.
    ``now_minor`` is what this return alone is worth.
    ``sold_minor`` is what each line cost and ``basis`` the money it earned on, both in the
    order of the sale's lines.
    """

    sale: SaleGiven
    awards: tuple[LineAward, ...]
    quantities: Mapping[str, tuple[int, int]]
    returned_minor: Mapping[str, int]
    before_minor: Mapping[str, int]
    before_milli: Mapping[str, int]
    now_minor: int
    sold_minor: tuple[int, ...]
    basis: tuple[int, ...]

    def returned_part(self, amounts: Sequence[int]) -> tuple[int, ...]:
        """Return how much of each amount went back so far: in proportion, rounded down.

        A line returned whole gives back exactly its amount; one that cost nothing goes
        back by its quantity.
        """
        return self._part(amounts, self.returned_minor, self._returned_milli())

    @property
    def all_is_back(self) -> bool:
        """Whether nothing of the sale is left with the customer."""
        return not any(left for left, _ in self.quantities.values())

    @property
    def kept(self) -> tuple[Line, ...]:
        """The lines of which something is left with the customer, as they were sold."""
        lines = self.sale.basket.lines
        return tuple(line for line in lines if self.quantities[line.line][0] > 0)

    @property
    def basis_now(self) -> tuple[int, ...]:
        """The money of each line that this return alone takes from what earned."""
        so_far = self.returned_part(self.basis)
        before = self._part(self.basis, self.before_minor, self.before_milli)
        return tuple(part - then for part, then in zip(so_far, before, strict=True))

    @property
    def basis_left(self) -> tuple[int, ...]:
        """The money of each line that still earns."""
        gone = self.returned_part(self.basis)
        return tuple(money - part for money, part in zip(self.basis, gone, strict=True))

    def _returned_milli(self) -> Mapping[str, int]:
        return {name: sold - left for name, (left, sold) in self.quantities.items()}

    def _part(
        self,
        amounts: Sequence[int],
        returned_minor: Mapping[str, int],
        returned_milli: Mapping[str, int],
    ) -> tuple[int, ...]:
        found: list[int] = []
        lines = self.sale.basket.lines
        for amount, sold, line in zip(amounts, self.sold_minor, lines, strict=True):
            if sold:
                found.append(amount * returned_minor[line.line] // sold)
            elif line.quantity_milli:
                part = amount * returned_milli[line.line]
                found.append(part // line.quantity_milli)
            else:
                found.append(0)
        return tuple(found)


def tally(
    sale: SaleGiven,
    earlier: Sequence[Returned],
    lines: Sequence[ReturnLine],
    *,
    terms: EarningTerms = USUAL,
) -> Tally | Refusal:
    """Take earlier returns and then this one off a sale that earned by these terms.

    Refusals: ``nothing_to_return``, ``unknown_line``, ``more_than_sold``,
    ``amount_exceeds_line``.
    """
    if not lines:
        return refuse("nothing_to_return")
    left = _Left(sale)
    for past in earlier:
        for line in past.lines:
            left.take(line)
    before_minor, before_milli = dict(left.returned_minor), dict(left.returned_milli)
    for line in lines:
        objection = left.objection(line)
        if objection is not None:
            return objection
        left.take(line)
    columns = Columns(sale.basket.lines)
    return Tally(
        sale=sale,
        awards=tuple(by_line(sale.awards)),
        quantities={
            name: (left.quantity(name), line.quantity_milli) for name, line in left.items()
        },
        returned_minor=left.returned_minor,
        before_minor=before_minor,
        before_milli=before_milli,
        now_minor=sum(line.amount_minor for line in lines),
        sold_minor=tuple(columns.cost),
        basis=tuple(earning_basis(sale.basket, columns, sale.spends, terms)),
    )


def void_lines(sale: SaleGiven, earlier: Sequence[Returned]) -> tuple[ReturnLine, ...]:
    """Return everything that remains of a sale as the lines of a return; maybe none."""
    left = _Left(sale)
    for past in earlier:
        for line in past.lines:
            left.take(line)
    return tuple(
        ReturnLine(
            line=name,
            of_line=name,
            quantity_milli=left.quantity(name),
            amount_minor=left.money(name),
        )
        for name, _ in left.items()
        if left.quantity(name) > 0
    )


class _Left:
    """What is left of each line while returns are taken off one by one."""

    def __init__(self, sale: SaleGiven) -> None:
        self._sold = {line.line: line for line in sale.basket.lines}
        self.returned_milli = dict.fromkeys(self._sold, 0)
        self.returned_minor = dict.fromkeys(self._sold, 0)

    def items(self) -> Sequence[tuple[str, Line]]:
        return list(self._sold.items())

    def quantity(self, name: str) -> int:
        return self._sold[name].quantity_milli - self.returned_milli[name]

    def money(self, name: str) -> int:
        return max(0, self._sold[name].net_minor) - self.returned_minor[name]

    def take(self, line: ReturnLine) -> None:
        self.returned_milli[line.of_line] += line.quantity_milli
        self.returned_minor[line.of_line] += line.amount_minor

    def objection(self, line: ReturnLine) -> Refusal | None:
        name = line.of_line
        if name not in self._sold:
            return refuse("unknown_line", line=name)
        if line.quantity_milli <= 0 or line.amount_minor < 0:
            return refuse("nothing_to_return", line=name)
        if line.quantity_milli > self.quantity(name):
            return refuse(
                "more_than_sold",
                line=name,
                left_milli=max(0, self.quantity(name)),
                asked_milli=line.quantity_milli,
            )
        if line.amount_minor > self.money(name):
            return refuse(
                "amount_exceeds_line",
                line=name,
                left_minor=self.money(name),
                asked_minor=line.amount_minor,
            )
        return None
