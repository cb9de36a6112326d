"""The command line's dispatcher: finds ``vafa NAME`` in the register and runs it."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from sync.kit.faults import Fault
from sync.kit.registers import read_register
from sync.kit.words import tell

GROUP: Final = "vafa.commands"
"""The entry-point group. A name may be two words: ``sync now = agent.commands.sync``."""

EXIT_FAULT: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130

_HEADINGS: Final = (
    ("agent.commands.programme_", "For a programme's author"),
    ("agent.", "At the till"),
    ("sync.office.", "At head office"),
)
_ELSEWHERE: Final = "Everywhere"
_WORDS_MAX: Final = 2


class Command(Protocol):
    """A command's module. What is heavy it imports inside ``run``: help stays quick."""

    SUMMARY: str

    def register(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""
        ...

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it and return the exit code; a :class:`Fault` is printed as a sentence."""
        ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``vafa …`` and return its exit code: 0 done, 1 a fault, 2 wrong usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    register = dict(read_register(GROUP, sys.path))
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview(register))
        return 0
    if words[0] == "--version":
        print(_version())
        return 0
    name = _name(words, register)
    if name is None:
        print(_unknown(words, register), file=sys.stderr)
        return EXIT_USAGE
    return _run(name, register[name], words[len(name.split()) :])


def overview(register: Mapping[str, str]) -> str:
    """Return the help: every command in one line, by the room that registered it."""
    lines = ["usage: vafa COMMAND [arguments]     (vafa COMMAND --help says more)"]
    width = max((len(name) for name in register), default=0)
    for heading in (*(heading for _, heading in _HEADINGS), _ELSEWHERE):
        names = [name for name in sorted(register) if _heading(register[name]) == heading]
        if names:
            lines += ["", heading]
            lines += [f"  {name:<{width}}  {_summary(register[name])}" for name in names]
    return "\n".join(lines)


def _run(name: str, module: str, rest: Sequence[str]) -> int:
    command = _load(module)
    parser = argparse.ArgumentParser(prog=f"vafa {name}", description=command.SUMMARY)
    command.register(parser)
    parsed = parser.parse_args(rest)
    try:
        return command.run(parsed)
    except Fault as fault:
        print(f"vafa: {tell(fault.what)}\n      {tell(fault.hint)}", file=sys.stderr)
        return EXIT_FAULT
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): Python must not flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAULT


def _load(module: str) -> Command:
    # A module satisfies the protocol by its names; mypy cannot see through import_module.
    return cast("Command", import_module(module))


def _name(words: Sequence[str], register: Mapping[str, str]) -> str | None:
    for count in range(min(_WORDS_MAX, len(words)), 0, -1):
        name = " ".join(words[:count])
        if name in register:
            return name
    return None


def _unknown(words: Sequence[str], register: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  # only who mistypes needs it

    inside = sorted(name for name in register if name.split()[0] == words[0])
    if inside:
        return f"vafa: {words[0]} what? There is: {', '.join(inside)}."
    asked = " ".join(words[:_WORDS_MAX])
    near = get_close_matches(asked, register, n=1) or get_close_matches(
        words[0], register, n=1
    )
    hint = (
        f"Did you mean: vafa {near[0]}" if near else "Type vafa --help for those there are."
    )
    return f"vafa: there is no command {words[0]!r}. {hint}"


def _heading(module: str) -> str:
    return next(
        (heading for room, heading in _HEADINGS if module.startswith(room)), _ELSEWHERE
    )


def _summary(module: str) -> str:
    try:
        return _load(module).SUMMARY
    except ImportError as error:
        return f"(cannot be used here: {error})"


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415  # slow, and asked for rarely

    return f"vafa {version('vafa')}"


if __name__ == "__main__":
    sys.exit(main())
