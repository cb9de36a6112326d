"""``vafa status``: how the running till is, at once and without loading any of it."""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.commands.asking import Json, ask
from agent.commands.place import add_config, find
from agent.words.tables import columns, padded
from sync.kit.words import say

SUMMARY = "say how the running till is"

_AMPLE: Final = "ample"
_LABEL: Final = 8
_EXIT: Final = {"ok": 0, "attention": 0, "failing": 1}


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as it came")


def run(arguments: argparse.Namespace) -> int:
    """Ask and print; the exit code is 1 when sales are not booked."""
    health = ask(find(Path(arguments.config)), "GET", "/v1/health")
    if arguments.json:
        print(json.dumps(health, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(health)))
    return _EXIT.get(str(health.get("status")), 1)


def _told(health: Json) -> list[str]:
    book, loop = _table(health, "book"), _table(health, "loop")
    rows = [
        (say("status"), _word(health.get("status"))),
        (say("till"), _till(health, book)),
        (say("book"), _book(book)),
        (say("office"), _office(_table(health, "office"), book)),
        *_trouble(book, loop),
        *((say("intake"), _intake(intake)) for intake in _rows(health, "intakes")),
        *((say("device"), _device(device)) for device in _rows(health, "devices")),
        *((say("device"), _spoken(device)) for device in _rows(health, "printers")),
        *((say("device"), _spoken(device)) for device in _rows(health, "displays")),
    ]
    width = max(_LABEL, *(columns(label) for label, _ in rows))
    return [f"{padded(label, width)}  {text}" for label, text in rows]


def _till(health: Json, book: Json) -> str:
    return say(
        "{life} at store {store}, up {seconds} s, version {version}",
        life=_text(book, "life"),
        store=_text(health, "store"),
        seconds=_text(health, "uptime_s"),
        version=_text(health, "version"),
    )


def _book(book: Json) -> str:
    return say(
        "{records} records, {members} members, {holds} open holds, programme {programme}",
        records=_text(book, "records"),
        members=_text(book, "members"),
        holds=_text(book, "open_holds"),
        programme=_text(book, "programme"),
    )


def _office(office: Json, book: Json) -> str:
    contact = book.get("last_contact")
    heard = say("last heard {at}", at=str(contact)) if contact else say("never heard")
    if not office:
        return heard
    waiting = say("{count} waiting", count=_text(office, "waiting"))
    if office.get("complete"):
        return say("in step since {at}, {waiting}", at=_text(office, "at"), waiting=waiting)
    return say(
        "offline: {problem} ({waiting}, {heard})",
        problem=_said(office.get("problem")),
        waiting=waiting,
        heard=heard,
    )


def _trouble(book: Json, loop: Json) -> Iterator[tuple[str, str]]:
    if book.get("frozen"):
        why = _said(f"frozen.{book['frozen']}")
        yield say("frozen"), say("points cannot be spent here: {why}", why=why)
    for programme in _rows(book, "programmes_unread"):
        yield (
            say("rules"),
            say(
                "programme {version} cannot be read: {why}",
                version=_text(programme, "version"),
                why=_text(programme, "why"),
            ),
        )
    if book.get("disk", _AMPLE) != _AMPLE:
        yield (
            say("disk"),
            say("{room}: free some room; sales come first", room=_word(book["disk"])),
        )
    if loop.get("quarantined"):
        yield (
            say("broken"),
            say(
                "{count} events were set aside: see the log",
                count=_text(loop, "quarantined"),
            ),
        )


def _spoken(device: Json) -> str:
    where = {"device": _text(device, "device"), "port": _text(device, "port")}
    if device.get("well"):
        done = _text(device, "done")
        return say("{device} at {port}: {done} told since the start", **where, done=done)
    told = say(
        "{device} at {port}: {what}; {count} waiting",
        **where,
        what=str(device.get("fault") or _word(device.get("condition"))),
        count=_text(device, "waiting"),
    )
    if device.get("hint"):
        return say("{told}; {hint}", told=told, hint=_said(device["hint"]))
    return told


def _device(device: Json) -> str:
    where = {"device": _text(device, "device"), "port": _text(device, "port")}
    if device.get("shared_with"):
        return say(
            "{device} on {port}: {programs} reads it too: stop that",
            **where,
            programs=_text(device, "shared_with"),
        )
    if device.get("open"):
        events = _text(device, "events")
        return say("{device} on {port}: open, {events} events", **where, events=events)
    hint = _said(device.get("hint") or "port.unusable")
    return say("{device} on {port}: not open; {hint}", **where, hint=hint)


def _intake(intake: Json) -> str:
    files = _table(intake, "files")
    told = say(
        "{intake} in {path}: {done} files done, {rejected} rejected, {count} waiting",
        intake=_text(intake, "intake"),
        path=_text(intake, "path"),
        done=_text(files, "done"),
        rejected=_text(files, "rejected"),
        count=_text(intake, "waiting"),
    )
    if intake.get("problem"):
        problem, hint = _said(intake["problem"]), _said(intake.get("hint"))
        return say("{told}; {problem} {hint}", told=told, problem=problem, hint=hint)
    return told


def _said(key: object) -> str:
    """Say what the till tells by a key; a sentence without gaps is looked up as well."""
    # Loaded here: a till that is well is told in English without the catalogues.
    from agent.words.terminal import words_here  # noqa: PLC0415  # see above

    return words_here(os.environ).known(str(key))


def _word(word: object) -> str:
    return say(str(word).replace("_", " "))


def _text(value: Json, name: str) -> str | int:
    told = value.get(name, "?")
    return told if isinstance(told, int) else str(told)


def _table(value: Json, name: str) -> Json:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def _rows(value: Json, name: str) -> list[Json]:
    inner = value.get(name)
    return (
        [each for each in inner if isinstance(each, dict)]
        if isinstance(inner, list)
        else []
    )
