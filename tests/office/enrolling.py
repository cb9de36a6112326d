"""Enrols forged tills, with a new token of the office's or with one handed over."""

import random
from dataclasses import replace

from sync.wire.keys.signing import SigningKey
from sync.wire.messages import Enrolled, EnrolRequest
from sync.wire.records.identity import Life
from tests.office.doors import Surroundings
from tests.office.forge import ForgedTill
from tests.office.world import World


def new_till(
    world: World,
    store: str = "S01",
    *,
    fingerprint: str = "machine-1",
    till: str = "",
    seed: int = 7,
) -> ForgedTill:
    """Enrol a till (or the next life of ``till``)."""
    chance = random.Random(f"{seed} {store} {fingerprint} {till}")
    request = enrolment(world.office.new_token(store), store, chance, till=till)
    request = replace(request, fingerprint=fingerprint)
    return enrol_with(world, request, chance)


def enrolment(
    token: str, store: str, chance: random.Random, *, till: str = ""
) -> EnrolRequest:
    """Ask to be a till, with a key drawn from ``chance``'s seed."""
    return EnrolRequest(
        token=token,
        store=store,
        key=_key(chance).public.hex(),
        fingerprint="machine-1",
        idem=random.Random(repr(chance.getstate())).randbytes(8).hex(),
        till=till,
    )


def enrol_with(
    world: Surroundings, request: EnrolRequest, chance: random.Random
) -> ForgedTill:
    """Enrol and make the till that was asked for."""
    answer = world.office.enrol(request)
    assert isinstance(answer, Enrolled), answer
    return ForgedTill(
        world=world,
        store=request.store,
        life=Life(answer.till, answer.life),
        key=_key(chance),
        fingerprint=request.fingerprint,
        chance=chance,
        generation=answer.generation,
    )


def _key(chance: random.Random) -> SigningKey:
    """Draw a key without moving ``chance`` on: asked again, it is the same."""
    again = random.Random()
    again.setstate(chance.getstate())
    return SigningKey(again.randbytes(32))
