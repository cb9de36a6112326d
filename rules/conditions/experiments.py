"""Experiments: who belongs to which arm, for ever and the same wherever it is asked."""

from dataclasses import dataclass
from hashlib import sha256

from rules.ground import bounds
from rules.ground.ids import AccountId

_SHARES = 10_000
_ARMS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One way to be treated, for ``share`` of every ten thousand members."""

    arm: str
    share: int

    def __post_init__(self) -> None:
        """Refuse an arm for nobody."""
        bounds.identifier("arm", self.arm)
        bounds.within("share", self.share, least=1, most=_SHARES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """Members are parted by a hash of their account and ``seed``: sticky, without a list.

    Who is in no arm is held out: rules that ask for an arm are not for them. Two
    experiments with different seeds part members independently.
    """

    experiment: str
    seed: str
    arms: tuple[Arm, ...]

    def __post_init__(self) -> None:
        """Refuse arms that cannot be told apart or are more than everybody."""
        bounds.identifier("experiment", self.experiment)
        bounds.identifier("seed", self.seed)
        bounds.names("arms", tuple(arm.arm for arm in self.arms))
        if not 0 < len(self.arms) <= _ARMS_MAX:
            raise bounds.OutOfBoundsError(
                "{what} must hold 1 to {most}", what="arms", most=_ARMS_MAX
            )
        if sum(arm.share for arm in self.arms) > _SHARES:
            raise bounds.OutOfBoundsError(
                "the shares of all arms are more than {most}", most=_SHARES
            )

    @property
    def everybody(self) -> bool:
        """Whether its arms hold everybody, so that nobody is held out."""
        return sum(arm.share for arm in self.arms) == _SHARES


def arm_of(experiment: Experiment, account: AccountId) -> str:
    """Return a member's arm; empty for whoever is held out."""
    digest = sha256(f"{experiment.seed}|{account}".encode()).digest()
    # 64 bits out of which ten thousand parts are cut: uneven by less than one in 10^15.
    place = int.from_bytes(digest[:8], "big") * _SHARES >> 64
    for arm in experiment.arms:
        if place < arm.share:
            return arm.arm
        place -= arm.share
    return ""
