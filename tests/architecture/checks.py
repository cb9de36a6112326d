"""The house rules that no tool knows: each is one function and one entry of the register.

A check yields the lines of a source that break it. Its offence is a small file that does:
the tests first see every check find its own offence, then find nothing in the project.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.architecture import imports, sizes, words, world
from tests.architecture.sources import EVERYWHERE, PRODUCT, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule: what it says, where it holds, and a file (path, text) that breaks it."""

    says: str
    find: Callable[[Source], Iterator[int]]
    inside: tuple[str, ...]
    outside: tuple[str, ...] = ()
    offence: tuple[str, str]

    def holds_in(self, source: Source) -> bool:
        """Tell whether this rule is asked of ``source``."""
        return source.inside(*self.inside) and not source.inside(*self.outside)

    def broken_by(self, source: Source) -> list[str]:
        """Name each place of ``source`` that breaks this rule."""
        if not self.holds_in(source):
            return []
        return [f"{source.path}:{line}: {self.says}" for line in self.find(source)]


CHECKS = (
    Check(
        says=f"a file holds at most {sizes.FILE_LINES_MAX} lines",
        find=sizes.long_file,
        inside=EVERYWHERE,
        offence=("rules/long.py", "\n" * (sizes.FILE_LINES_MAX + 1)),
    ),
    Check(
        says=f"a function holds at most {sizes.FUNCTION_LINES_MAX} lines",
        find=sizes.long_functions,
        inside=EVERYWHERE,
        offence=(
            "rules/long.py",
            "def long():\n" + "    a = 1\n" * sizes.FUNCTION_LINES_MAX,
        ),
    ),
    Check(
        says=f"at most {sizes.POSITIONAL_ARGUMENTS_MAX} arguments go by place, better two",
        find=sizes.positional_arguments,
        inside=PRODUCT,
        offence=("rules/rewards/redeem.py", "def redeem(a, b, c, d, e): ...\n"),
    ),
    Check(
        says="a file, a public class and a public function have a docstring",
        find=words.silent_names,
        inside=PRODUCT,
        offence=("rules/value/lots.py", '"""Lots."""\n\ndef consume(): ...\n'),
    ),
    Check(
        says="a file is named after what is in it",
        find=words.empty_names,
        inside=EVERYWHERE,
        offence=("rules/utils.py", ""),
    ),
    Check(
        says="a silenced check says why, on its line or the one above",
        find=words.unexplained_silence,
        inside=EVERYWHERE,
        offence=("rules/value/lots.py", "import os  # no" + "qa: F401\n"),
    ),
    Check(
        says="__init__.py holds a docstring or a register, never a re-export",
        find=imports.re_exports,
        inside=EVERYWHERE,
        offence=("rules/__init__.py", "from rules.value.lots import Lot\n"),
    ),
    Check(
        says="the law imports the standard library and itself",
        find=imports.foreign_to_the_law,
        inside=("rules",),
        offence=("rules/value/lots.py", "from segno import make\n"),
    ),
    Check(
        says="Any is met only where messages of any shape pass",
        find=imports.any_type,
        inside=PRODUCT,
        outside=("sync/wire", "sync/kit"),
        offence=("rules/value/lots.py", "from typing import Any\n"),
    ),
    Check(
        says="now is asked of sync/kit/clock.py",
        find=world.clocks,
        inside=PRODUCT,
        outside=("sync/kit/clock.py",),
        offence=("agent/loop/loop.py", "from datetime import datetime\ndatetime.now()\n"),
    ),
    Check(
        says="no float near money and points: no literal, no float(), no true division",
        find=world.floats,
        inside=("rules", "sync/book", "sync/core"),
        offence=("rules/ground/shares.py", "half = total / 2\n"),
    ),
    Check(
        says="only the loop catches everything",
        find=world.caught_everything,
        inside=EVERYWHERE,
        # A POS's own line has to live on whatever breaks in our reading of it, a printer
        # whatever breaks in a slip; a simulated world that breaks has to print its seed; a
        # published case that breaks us is one miss of many.
        outside=(
            "agent/loop/loop.py",
            "drivers/passthrough/passing.py",
            "drivers/mouth/speaker.py",
            "tests/conformance/judging.py",
            "tests/simulation/playing.py",
        ),
        offence=("agent/contact/jobs.py", "try:\n    run()\nexcept Exception:\n    pass\n"),
    ),
    Check(
        says="a test is neither skipped, nor expected to fail, nor fed with mocks",
        find=world.dishonest_tests,
        inside=("tests",),
        offence=("tests/test_sale.py", "from unittest import mock\n"),
    ),
)
"""The register: add a rule here and it is asked of every file it is for."""
