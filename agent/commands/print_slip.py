"""``vafa print RECEIPT``: a slip once more, on a printer of the till or as a picture."""

import argparse
from base64 import b64decode
from pathlib import Path
from typing import Final

from agent.commands.asking import Json, ask
from agent.commands.place import Place, add_config, find
from sync.kit.faults import Fault

SUMMARY = "print the slip of a receipt, or show it: --preview slip.png, --text"
DRAWS_S: Final = 20
"""The first slip loads what draws; a slow till takes its time."""


class PreviewFault(Fault):
    """The picture could not be written."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "receipt", metavar="RECEIPT", help="the slip's number, or t1.3-1842"
    )
    parser.add_argument("--printer", metavar="NAME", help="which of [[printers]]")
    parser.add_argument("--workstation", metavar="NAME", help="whose printer")
    parser.add_argument("--preview", metavar="FILE.png", help="draw it, print nothing")
    parser.add_argument("--text", action="store_true", help="show it, print nothing")
    parser.add_argument("--language", choices=("en", "fa", "am", "ms"))
    parser.add_argument("--profile", metavar="NAME", help="such as escpos_80 or escpos_58")


def run(arguments: argparse.Namespace) -> int:
    """Ask the running till to print, or to draw."""
    place = find(Path(arguments.config))
    if arguments.preview or arguments.text:
        _show(_drawn(place, arguments), arguments)
        return 0
    body: Json = {"receipt": arguments.receipt}
    for name in ("printer", "workstation"):
        if getattr(arguments, name):
            body[name] = getattr(arguments, name)
    told = ask(place, "POST", "/v1/prints", body=body, timeout_s=DRAWS_S)
    print(f"{told.get('number')} waits for {told.get('printer')}.")
    if not told.get("printer_is_well"):
        print("That printer cannot print just now: vafa doctor printers.ready")
    return 0


def _drawn(place: Place, arguments: argparse.Namespace) -> Json:
    query = {"receipt": str(arguments.receipt)}
    for name in ("language", "profile"):
        if getattr(arguments, name):
            query[name] = str(getattr(arguments, name))
    return ask(place, "GET", "/v1/slips", query=query, timeout_s=DRAWS_S)


def _show(slip: Json, arguments: argparse.Namespace) -> None:
    if arguments.text:
        lines = slip.get("lines")
        print("\n".join(map(str, lines if isinstance(lines, list) else ())))
    if arguments.preview:
        try:
            Path(arguments.preview).write_bytes(b64decode(str(slip.get("png"))))
        except OSError as error:
            raise PreviewFault(
                f"{arguments.preview} cannot be written: {error.strerror}.",
                hint="Name a file in a folder of yours.",
            ) from error
        print(f"{arguments.preview}: {slip.get('width_dots')} dots wide")
