"""``vafa demo``: two tills, one head office, one story, and a proof at its end."""

import argparse
import contextlib
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from install.demo.stage import Stage
    from install.demo.telling import Telling

SUMMARY: Final = "play the story: two tills and head office, with a proof at the end"

EXIT_BROKEN: Final = 1


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print the story as data")
    parser.add_argument(
        "--serve", action="store_true", help="keep everything open until Ctrl-C"
    )
    parser.add_argument(
        "--lang",
        choices=("en", "fa", "am", "ms"),
        default="en",
        help="the pages' language; the story is told in English",
    )


def run(arguments: argparse.Namespace) -> int:
    """Play it: 0 when every claim holds, 1 when one does not or the story broke."""
    # Heavy for a module that `vafa --help` imports too.
    from install.demo.answers import UnexpectedError  # noqa: PLC0415  # see above
    from install.demo.calls import LostAnswerError  # noqa: PLC0415  # see above
    from install.demo.programs import StageFault  # noqa: PLC0415  # see above
    from install.demo.stage import Stage  # noqa: PLC0415  # see above
    from install.demo.story import play  # noqa: PLC0415  # see above
    from install.demo.telling import open_telling  # noqa: PLC0415  # see above

    telling = open_telling(aloud=not arguments.json)
    signal.signal(signal.SIGTERM, _leave)
    # Who is started in the background inherits a SIGINT that nobody hears.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    broken = ""
    with Stage() as stage:
        for shop in stage.shops:
            shop.language, shop.sandbox = arguments.lang, arguments.serve
        try:
            _open(stage, telling)
            play(stage, telling)
            telling.close()
        except (UnexpectedError, LostAnswerError) as error:
            broken = str(error)
        except StageFault as fault:
            broken = f"{fault} {fault.hint}"
        failed = bool(broken) or not telling.holds
        stage.keeps_folder = failed
        _end(stage, telling, broken=broken, as_json=arguments.json)
        if arguments.serve and not failed:
            _serve(stage, arguments.lang)
    return EXIT_BROKEN if failed else 0


def _open(stage: "Stage", telling: "Telling") -> None:
    began_ns = time.perf_counter_ns()
    telling.chapter("The stage")
    telling.say("    starting head office and two tills in a temporary folder ...")
    stage.set_up()
    telling.step(
        "set up",
        "head office with 1,000 members and two tills of two shops, each a process of its "
        f"own; the scanners are on {stage.shops[0].scanner_kind}s",
        took_us=(time.perf_counter_ns() - began_ns) // 1000,
        scanner=stage.shops[0].scanner_kind,
    )


def _end(stage: "Stage", telling: "Telling", *, broken: str, as_json: bool) -> None:
    kept = str(stage.folder) if stage.keeps_folder else ""
    if as_json:
        print(telling.as_json(broken=broken, folder=kept))
    elif broken:
        telling.say(f"\nThe story broke: {broken}")
    if kept:
        print(f"vafa: books and logs of this play are kept in {kept}", file=sys.stderr)


def _serve(stage: "Stage", language: str) -> None:
    from install.demo.sandbox_server import serving  # noqa: PLC0415  # heavy, as above

    out = sys.stderr
    with serving(stage.shops[0], language) as address:
        print(f"\nThe sandbox: {address}", file=out)
        print("  scanner with magic cards, cashier's page, customer's page, API", file=out)
        _tell_and_wait(stage)


def _tell_and_wait(stage: "Stage") -> None:
    out = sys.stderr
    print("\nEverything stays open until you press Ctrl-C.", file=out)
    print(f"  head office   http://127.0.0.1:{stage.office_port}", file=out)
    for shop in stage.shops:
        print(f"  till {shop.store}      http://127.0.0.1:{shop.port}/docs", file=out)
        print(f"    token       {shop.token}", file=out)
        print(f"    scanner     {shop.scanner.port}", file=out)
        print(f"    settings    {shop.config}", file=out)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


def _leave(_signal: int, _frame: object) -> NoReturn:
    # The same way out as Ctrl-C, so that everything is swept.
    raise KeyboardInterrupt
