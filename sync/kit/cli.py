"""The command line's dispatcher: finds ``vafa NAME`` in the register and runs it."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from sync.kit.arguments import Parser, asked_language, parsed
from sync.kit.faults import Fault
from sync.kit.registers import read_register
from sync.kit.words import say, spoken, tell

GROUP: Final = "vafa.commands"
"""The entry-point group. A name may be two words: ``sync now = agent.commands.sync``."""

EXIT_FAULT: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130

_ROOMS: Final = (
    ("agent.commands.programme_", "For a programme's author"),
    ("agent.", "At the till"),
    ("sync.office.", "At head office"),
)
_ELSEWHERE: Final = "Everywhere"
HEADINGS: Final = (*(heading for _, heading in _ROOMS), _ELSEWHERE)
"""What commands are listed under, in this order."""

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
    try:
        try:
            return _dispatched(list(sys.argv[1:] if arguments is None else arguments))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): Python must not flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAULT


def _dispatched(words: Sequence[str]) -> int:
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
    lines = [say("usage: vafa COMMAND [arguments]     (vafa COMMAND --help says more)")]
    width = max((len(name) for name in register), default=0)
    for heading in HEADINGS:
        names = [name for name in sorted(register) if _heading(register[name]) == heading]
        if names:
            lines += ["", say(heading)]
            lines += [f"  {name:<{width}}  {_summary(register[name])}" for name in names]
    return "\n".join(lines)


def _run(name: str, module: str, rest: Sequence[str]) -> int:
    with spoken(asked_language(rest)):
        command = _load(module)
        parser = Parser(prog=f"vafa {name}", description=command.SUMMARY)
        command.register(parser)
        return _done(command, parsed(parser, rest))


def _done(command: Command, arguments: argparse.Namespace) -> int:
    try:
        return command.run(arguments)
    except Fault as fault:
        print(f"vafa: {tell(fault.what)}\n      {tell(fault.hint)}", file=sys.stderr)
        return EXIT_FAULT
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


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
        names = ", ".join(inside)
        return say("vafa: {word} what? There is: {names}.", word=words[0], names=names)
    asked = " ".join(words[:_WORDS_MAX])
    near = get_close_matches(asked, register, n=1) or get_close_matches(
        words[0], register, n=1
    )
    unknown = say("vafa: there is no command {word}.", word=words[0])
    hint = (
        say("Did you mean: {command}", command=f"vafa {near[0]}")
        if near
        else say("Type vafa --help for those there are.")
    )
    return f"{unknown} {hint}"


def _heading(module: str) -> str:
    return next(
        (heading for room, heading in _ROOMS if module.startswith(room)), _ELSEWHERE
    )


def _summary(module: str) -> str:
    try:
        return say(_load(module).SUMMARY)
    except ImportError as error:
        return say("(cannot be used here: {why})", why=str(error))


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415  # slow, and asked for rarely

    return f"vafa {version('vafa')}"


if __name__ == "__main__":
    sys.exit(main())
