"""Play many seeds, print how fast, shrink what fails; the exit code is 1 for a hole."""

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

from tests.simulation.playing import Ending, play
from tests.simulation.script import LONG_STEPS, STEPS, Script, deal
from tests.simulation.selection import chosen, named
from tests.simulation.shrinking import shrunk

_SHOWN_MAX: Final = 3
_HOUR_S: Final = 3600
_PROGRESS_S: Final = 2.0
_CHUNK: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Makes a seed's script, as the command line asks for it."""

    steps: int
    strict: bool

    def __call__(self, seed: int) -> Script:
        """Deal the script of a seed."""
        script = deal(seed, self.steps)
        return script.strict() if self.strict else script


def main(arguments: Sequence[str]) -> int:
    """Play and report; return the exit code."""
    options = _parser().parse_args(arguments)
    make = Maker(steps=LONG_STEPS if options.long else STEPS, strict=options.strict)
    if options.steps is not None:
        return _replay(chosen(make(options.first), options.steps))
    started = time.monotonic()
    seeds = range(options.first, options.first + options.seeds)
    failed = _play_all(seeds, make, workers=options.workers)
    took = time.monotonic() - started
    rate = round(len(seeds) / took * _HOUR_S)
    print(f"\r{len(seeds)} seeds in {took:.1f} s: {len(failed)} failed, {rate} seeds/hour")
    for seed in failed[:_SHOWN_MAX]:
        _show(make(seed), flags=_flags(options), tries=options.tries)
    if len(failed) > _SHOWN_MAX:
        print(f"also failed: {', '.join(map(str, failed[_SHOWN_MAX:]))}")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run sim", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many worlds to play")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--long", action="store_true", help="more steps a world")
    parser.add_argument(
        "--strict", action="store_true", help="do not steer around the known holes"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that play")
    parser.add_argument(
        "--tries", type=int, default=150, help="how hard to shrink a failure"
    )
    parser.add_argument(
        "--steps",
        help="play only these steps of the first seed: 3,9~,12 (~ without mishaps)",
    )
    return parser


def _play_all(seeds: range, make: Maker, *, workers: int) -> list[int]:
    """Play every seed in worker processes; return those that failed, in order."""
    failed: list[int] = []
    shown = time.monotonic()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        endings = pool.map(partial(_held, make), seeds, chunksize=_CHUNK)
        for done, (seed, held) in enumerate(zip(seeds, endings, strict=True), start=1):
            if not held:
                failed.append(seed)
            if time.monotonic() - shown > _PROGRESS_S:
                shown = time.monotonic()
                print(
                    f"\r{done}/{len(seeds)} played, {len(failed)} failed",
                    end="",
                    flush=True,
                )
    return failed


def _held(make: Maker, seed: int) -> bool:
    return play(make(seed)).held


def _flags(options: argparse.Namespace) -> str:
    return "".join(f" --{name}" for name in ("long", "strict") if getattr(options, name))


def _replay(script: Script) -> int:
    ending = play(script)
    _tell(script, ending)
    return 0 if ending.held else 1


def _show(script: Script, *, flags: str, tries: int) -> None:
    first = play(script)
    small = shrunk(script, lambda tried: play(tried).broken == first.broken, tries=tries)
    print(f"\nseed {script.seed}: {len(script.steps)} steps shrunk to {len(small.steps)}")
    _tell(small, play(small))
    print(f"again: ./run sim --first {script.seed}{flags} --steps {named(small)}")


def _tell(script: Script, ending: Ending) -> None:
    print(f"seed {script.seed}: {script.setting}")
    for line in ending.trace:
        print(f"  {line}")
    print(f"  {ending.detail or 'every invariant held'}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
