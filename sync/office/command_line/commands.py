"""``vafa office …``: everything that head office is told on its command line."""

import argparse
import os
from pathlib import Path
from typing import Final

from sync.office.joining.columns import EXPLAINED

SUMMARY = "head office: serve, token, import, programme, verify, status, …"

DEFAULT_DATA: Final = "/var/lib/vafa-office"
DATA_VARIABLE: Final = "VAFA_OFFICE_DATA"


def register(parser: argparse.ArgumentParser) -> None:
    """Declare each command's arguments."""
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary, declare in (
        ("serve", "serve tills until told to stop", _declare_serve),
        ("token", "make an enrolment token for a store", _declare_token),
        ("import", "take in members from a CSV file", _declare_table),
        ("programme", "publish a programme", _declare_file),
        ("verify", "verify every chain and the book", _declare_json),
        ("status", "tell how every till stands", _declare_json),
        ("budgets", "tell what campaigns gave and have left", _declare_json),
        ("goals", "tell how campaigns' goals did, against who is held out", _declare_json),
        ("member", "tell where a member stands, why, and their coupons", _declare_account),
        ("tier", "give a member a tier until a day", _declare_tier),
        ("facts", "tell a member's birthday, groups and attributes", _declare_facts),
        ("event", "say that an event happened to a sale", _declare_event),
        ("activities", "take in what members did, from a CSV file", _declare_activities),
        ("draw", "prize draws: promise a seed, close, hold, verify", _declare_draw),
        ("restored", "say that the database was restored from a backup", _declare_nothing),
        ("retire", "take a till off the roster", _declare_till),
    ):
        command = commands.add_parser(name, help=summary, description=summary)
        _declare_premises(
            command, Path(os.environ.get(DATA_VARIABLE, DEFAULT_DATA)), database=""
        )
        declare(command)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; the exit code is 1 when verification finds something."""
    from sync.office.command_line.draw_tasks import ALONE  # noqa: PLC0415  # as the tasks

    # Loaded here: help needs neither database nor web server.
    from sync.office.command_line.tasks import TASKS, open_for  # noqa: PLC0415

    if arguments.command == "draw" and arguments.step in ALONE:
        return ALONE[arguments.step](arguments)

    return TASKS[arguments.command](open_for(arguments), arguments)


def _declare_premises(
    parser: argparse.ArgumentParser, data: Path | str, *, database: str
) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        default=data,
        metavar="DIR",
        help=f"folder of the keys and the database ({DATA_VARIABLE}; {DEFAULT_DATA})",
    )
    parser.add_argument(
        "--database",
        default=database,
        metavar="URL",
        help="another database than DIR/office.db, such as postgresql+psycopg://…",
    )


def _declare_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen",
        default="127.0.0.1:8788",
        metavar="HOST:PORT",
        help="where tills find it (127.0.0.1:8788)",
    )
    parser.add_argument("--programme", type=Path, metavar="FILE", help="publish this first")
    parser.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="its certificate, PEM"
    )
    parser.add_argument(
        "--tls-key", type=Path, metavar="FILE", help="that certificate's key, PEM"
    )
    parser.add_argument(
        "--plain", action="store_true", help="HTTP beyond this machine, behind a TLS proxy"
    )


def _declare_token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        required=True,
        metavar="S01",
        help="whose till it enrols: `store` in its till.toml",
    )
    parser.add_argument(
        "--hours", type=int, default=24, metavar="N", help="it expires after N hours (24)"
    )
    parser.add_argument(
        "--reusable", action="store_true", help="for any number of tills of the store"
    )


def _declare_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="TOML or JSON")


def _declare_table(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV in UTF-8")
    parser.epilog = EXPLAINED


def _declare_activities(parser: argparse.ArgumentParser) -> None:
    columns = "account, activity, key, referred_by (an account)"
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=f"CSV in UTF-8 with columns {columns}"
    )


def _declare_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print data instead of lines")


def _declare_account(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", metavar="ACCOUNT", help="for example m-7Q2K9V")


def _declare_tier(parser: argparse.ArgumentParser) -> None:
    _declare_account(parser)
    parser.add_argument("tier", metavar="TIER", help="a tier of the ladder")
    parser.add_argument(
        "--until",
        default="",
        metavar="DAY",
        help="its last day, like 2027-12-31; without it the tier has no end",
    )


def _declare_facts(parser: argparse.ArgumentParser) -> None:
    _declare_account(parser)
    parser.add_argument(
        "--birthday", metavar="MM-DD", help="of the programme's calendar; '' forgets it"
    )
    for name, what in (("group", "joins"), ("no-group", "leaves")):
        parser.add_argument(
            f"--{name}", action="append", default=[], help=f"a group the member {what}"
        )
    parser.add_argument(
        "--attribute",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a further fact; without a value it is forgotten",
    )


def _declare_event(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="pending_until of a unit")
    parser.add_argument(
        "document",
        metavar="DOCUMENT",
        help="the sale: STORE|WORKSTATION|DAY|NUMBER, in quotes",
    )


def _declare_draw(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    files = {
        "list": "the list of entries that close wrote",
        "seed": "the file of the seed that commit wrote",
        "result": "the result of the draw",
    }
    for name, summary, wanted in (
        ("commit", "make a seed; print its hash for the programme", ("seed",)),
        ("close", "write the list of a draw's entries", ("list",)),
        ("hold", "find the winners and hand out coupons", ("list", "seed", "result?")),
        ("verify", "find the winners again", ("list", "seed", "result?")),
    ):
        step = steps.add_parser(name, help=summary, description=summary)
        if name in {"close", "hold"}:
            # After the step as well; what was said before it stands otherwise.
            _declare_premises(step, argparse.SUPPRESS, database=argparse.SUPPRESS)
        if name == "close":
            step.add_argument("name", metavar="DRAW", help="a draw of the programme")
        for file in wanted:
            plain = file.rstrip("?")
            nargs = "?" if file.endswith("?") else None
            step.add_argument(
                plain, type=Path, metavar=plain.upper(), nargs=nargs, help=files[plain]
            )


def _declare_till(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("till", metavar="TILL", help="for example t3")


def _declare_nothing(_parser: argparse.ArgumentParser) -> None:
    return
