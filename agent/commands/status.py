"""``vafa status``: how the running till is, at once and without loading any of it."""

import argparse
import json
import os
from pathlib import Path
from typing import Final

from agent.commands.asking import Json, ask
from agent.commands.place import add_config, find

SUMMARY = "say how the running till is"

_AMPLE: Final = "ample"
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
    lines = [f"status    {health.get('status')}", _till(health, book), _book(book)]
    lines.append(_office(_table(health, "office"), book))
    if book.get("frozen"):
        why = _said(f"frozen.{book['frozen']}")
        lines.append(f"frozen    points cannot be spent here: {why}")
    lines += [_unread(one) for one in _list(book, "programmes_unread")]
    if book.get("disk", _AMPLE) != _AMPLE:
        lines.append(f"disk      {book['disk']}: free some room; sales come first")
    if loop.get("quarantined"):
        lines.append(f"broken    {loop['quarantined']} events were set aside: see the log")
    lines += [_intake(intake) for intake in _list(health, "intakes")]
    lines += [_device(device) for device in _list(health, "devices")]
    lines += [_spoken(device) for device in _list(health, "printers")]
    lines += [_spoken(device) for device in _list(health, "displays")]
    return lines


def _till(health: Json, book: Json) -> str:
    return (
        f"till      {book.get('life', '?')} at store {health.get('store')}, "
        f"up {health.get('uptime_s')} s, version {health.get('version')}"
    )


def _book(book: Json) -> str:
    counts = {"records": "records", "members": "members", "open_holds": "open holds"}
    said = ", ".join(f"{book.get(name, '?')} {word}" for name, word in counts.items())
    return f"book      {said}, programme {book.get('programme', '?')}"


def _unread(programme: object) -> str:
    said = programme if isinstance(programme, dict) else {}
    return f"rules     programme {said.get('version')} cannot be read: {said.get('why')}"


def _office(office: Json, book: Json) -> str:
    heard = f"last heard {book.get('last_contact') or 'never'}"
    if not office:
        return f"office    {heard}"
    waiting = f"{office.get('waiting')} waiting"
    if office.get("complete"):
        return f"office    in step since {office.get('at')}, {waiting}"
    return f"office    offline: {office.get('problem')} ({waiting}, {heard})"


def _spoken(device: object) -> str:
    said = device if isinstance(device, dict) else {}
    name, port = said.get("device"), said.get("port")
    if not said.get("well"):
        what = said.get("fault") or str(said.get("condition")).replace("_", " ")
        told = [what, f"{said.get('waiting')} waiting"]
        if said.get("hint"):
            told.append(_said(str(said["hint"])))
        return f"device    {name} at {port}: {'; '.join(told)}"
    return f"device    {name} at {port}: {said.get('done')} told since the start"


def _device(device: object) -> str:
    if not isinstance(device, dict):
        return ""
    name, port = device.get("device"), device.get("port")
    if device.get("shared_with"):
        return (
            f"device    {name} on {port}: {device['shared_with']} reads it too: stop that"
        )
    if device.get("open"):
        return f"device    {name} on {port}: open, {device.get('events')} events"
    hint = _said(str(device.get("hint") or "port.unusable"))
    return f"device    {name} on {port}: not open; {hint}"


def _said(key: str) -> str:
    """Say what is wrong, or what to do about it, in the terminal's language."""
    # Loaded here: a till that is well is told without the catalogues.
    from agent.words.terminal import words_here  # noqa: PLC0415  # see above

    return words_here(os.environ).say(key)


def _intake(intake: object) -> str:
    if not isinstance(intake, dict):
        return ""
    files = _table(intake, "files")
    said = (
        f"intake    {intake.get('intake')} in {intake.get('path')}: "
        f"{files.get('done')} files done, {files.get('rejected')} rejected, "
        f"{intake.get('waiting')} waiting"
    )
    if intake.get("problem"):
        return f"{said}; {intake['problem']} {intake.get('hint')}"
    return said


def _table(value: Json, name: str) -> Json:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def _list(value: Json, name: str) -> list[object]:
    inner = value.get(name)
    return inner if isinstance(inner, list) else []
