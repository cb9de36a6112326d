"""Values that are quick to make are as frozen, equal and checked as any other."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from rules.ground.ids import TierId
from rules.ground.quick import quick_to_make
from rules.sale.basket import Line
from rules.sale.decisions import SaleDecision, Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A value as any other."""

    twin: int
    of_twin: str = "none"


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Quick:
    """The same, made sooner; its fields are named like what makes it."""

    twin: int
    of_twin: str = "none"


@quick_to_make
@dataclass(frozen=True, slots=True)
class Checked(Quick):
    """One more field, by its place too, that must be above 0."""

    more: int

    def __post_init__(self) -> None:
        """Refuse what is not above 0."""
        if self.more <= 0:
            raise ValueError("more must be above 0")


ALL = (Quick(twin=1), Quick(twin=2, of_twin="two"), Checked(3, twin=1))


@pytest.mark.parametrize("value", ALL)
def test_nothing_can_be_set_or_deleted_once_it_is_made(value: Quick) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, "twin", 9)  # noqa: B010  # the type checker would not let us
    with pytest.raises(FrozenInstanceError):
        del value.twin
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("value", ALL)
def test_it_is_of_its_own_class_and_lives_through_copies(value: Quick) -> None:
    copies = (copy.copy(value), copy.deepcopy(value), replace(value))
    stored = pickle.loads(pickle.dumps(value))  # noqa: S301  # our own bytes

    for other in (*copies, stored):
        assert type(other) is type(value)
        assert other == value
        assert hash(other) == hash(value)


def test_it_says_what_the_plain_one_says() -> None:
    assert repr(Quick(twin=4)) == repr(Plain(twin=4)).replace("Plain", "Quick")
    assert Quick(twin=4) != Quick(twin=5)
    assert replace(Quick(twin=4), twin=5) == Quick(twin=5)


def test_arguments_are_told_as_its_fields_ask_for() -> None:
    with pytest.raises(TypeError, match="required keyword-only argument: 'twin'"):
        Quick()  # type: ignore[call-arg]  # that is the test
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        Quick(twin=1, other=2)  # type: ignore[call-arg]  # that is the test
    with pytest.raises(TypeError, match="positional"):
        Quick(1)  # type: ignore[call-arg]  # that is the test


def test_it_checks_itself() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Checked(0, twin=1)


def test_a_default_that_must_be_made_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Making:
        parts: tuple[int, ...] = field(default_factory=tuple)

    with pytest.raises(TypeError, match="Making makes a default"):
        quick_to_make(Making)


def test_the_law_s_values_stay_frozen() -> None:
    sold = Line(line="1", sku="A", category="tea", quantity_milli=1000, amount_minor=500)

    with pytest.raises(FrozenInstanceError):
        setattr(sold, "amount_minor", 1)  # noqa: B010  # as above
    assert issubclass(Settlement, SaleDecision)
    assert Settlement(
        awards=(),
        discounts=(),
        not_used=(),
        issues=(),
        qualifying_minor=0,
        tier_before=TierId(""),
        tier_after=TierId(""),
        lots=(),
        entries=(),
    ).exact
