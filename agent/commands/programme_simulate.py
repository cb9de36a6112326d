"""``vafa programme simulate PROGRAMME SALES…``: replay past sales before launch."""

import argparse
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Final

from agent.commands.language import add_lang, speaking
from agent.words.catalogue import words_of
from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.kit.words import say, tell

SUMMARY = "replay past sales under a programme: cost, liability, who wins"

_PERCENT: Final = 100
_WORKERS_MAX: Final = 256
_EPILOG: Final = """SALES is CSV with a line of column names, or Parquet (pip install
'vafa[simulate]'): one row a line of a receipt. Columns are found by usual names;
name them yourself with --column, for example --column sale=ReceiptNo:

  sale, at, amount          needed: the receipt, its moment, the line's price
  member, store             whose it was, and where (none: nobody's)
  sku, category, quantity   what it was
  discount                  what came off it already

The same law decides as at the till. Examples:

  vafa programme simulate new.toml sales.csv --against old.toml --html report.html
  vafa programme simulate club.toml 2025.parquet --redeem whenever --margin 28"""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = _EPILOG
    parser.add_argument("programme", type=Path, metavar="PROGRAMME", help="TOML or JSON")
    parser.add_argument("sales", type=Path, nargs="+", metavar="SALES")
    parser.add_argument("--against", type=Path, metavar="OTHER", help="compare with it")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a report")
    parser.add_argument("--json", action="store_true", help="print data instead of tables")
    parser.add_argument(
        "--column", action="append", default=[], metavar="WHAT=NAME", help="see below"
    )
    parser.add_argument(
        "--days",
        choices=("ymd", "dmy", "mdy", "jalali", "ethiopian"),
        default="ymd",
        help="how days are written: 2026-11-21 (ymd), 21/11/2026 (dmy), 11/21/2026 (mdy), "
        "or year first in another calendar, 1405/08/30 (jalali)",
    )
    parser.add_argument(
        "--redeem",
        choices=("never", "whenever"),
        default="never",
        help="whether members redeem all they may as soon as they may (never)",
    )
    parser.add_argument(
        "--margin",
        type=_percent,
        default=Fraction(25),
        metavar="PERCENT",
        help="of sales (25)",
    )
    parser.add_argument(
        "--redeemed",
        type=_percent,
        default=Fraction(100),
        metavar="PERCENT",
        help="of the points left at the end that will be redeemed (100)",
    )
    parser.add_argument(
        "--workers", type=_workers, default=0, metavar="N", help="all cores"
    )
    add_lang(parser)


def run(arguments: argparse.Namespace) -> int:
    """Replay, tell, and write the report."""
    # Loaded here: help needs neither the law nor the door.
    from agent.programmes.simulating.outcome import Assumed  # noqa: PLC0415  # see above
    from agent.programmes.simulating.running import (  # noqa: PLC0415  # see above
        Wish,
        printed,
        simulated,
        written,
    )

    words = words_of(arguments.lang)
    with speaking(words):
        wish = Wish(
            programme=arguments.programme,
            against=arguments.against,
            sales=tuple(arguments.sales),
            columns=dict(_column(said) for said in arguments.column),
            days=arguments.days,
            assumed=Assumed(
                redeem=arguments.redeem,
                margin=arguments.margin / _PERCENT,
                redeemed=arguments.redeemed / _PERCENT,
            ),
            workers=arguments.workers,
        )
        found = simulated(wish, sys.stderr, words)
    if arguments.html:
        with speaking(words):
            _write(arguments.html, written(found, arguments.lang))
    if arguments.json:
        print(json.dumps(found.out(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(printed(found, arguments.lang)))
    return 0


def _write(path: Path, report: str) -> None:
    try:
        path.write_text(report, encoding="utf-8")
    except OSError as error:
        raise Fault(
            Sentence("{file} cannot be written.", file=str(path)),
            hint=Sentence("Is the folder there, and may you write to it?"),
        ) from error


def _column(said: str) -> tuple[str, str]:
    what, sign, name = said.partition("=")
    if not sign:
        raise Fault(
            Sentence("--column {said} names no column.", said=said),
            hint=Sentence("Write it as sale=ReceiptNo."),
        )
    return what, name


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) > _WORKERS_MAX:
        raise argparse.ArgumentTypeError(_outside(text, _WORKERS_MAX))
    return int(text)


def _percent(text: str) -> Fraction:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise argparse.ArgumentTypeError(
            say("{text} is no percentage", text=text)
        ) from error
    if not 0 <= value <= _PERCENT:
        raise argparse.ArgumentTypeError(_outside(text, _PERCENT))
    return value


def _outside(text: str, most: int) -> str:
    return tell(Sentence("{text} is not between 0 and {most}", text=text, most=most))
