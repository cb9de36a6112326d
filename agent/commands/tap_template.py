"""``vafa tap-template SAMPLE …``: propose how a shop's receipts are to be read."""

import argparse
from pathlib import Path
from typing import Final

SUMMARY = "propose a template for a receipt tap from three sample receipts"

_SAMPLES_MAX: Final = 20


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "samples",
        metavar="SAMPLE",
        nargs="+",
        help="a receipt as text, or the bytes that a printer was sent; three are best",
    )
    parser.add_argument("--currency", default="MYR", metavar="CODE", help="such as MYR")


def run(arguments: argparse.Namespace) -> int:
    """Print a template as TOML; comments say what is unsure and what each sample reads as.

    The exit code is 1 when a sample cannot be read by it.
    """
    # Loaded here: templates are not needed for help.
    from agent.pos.intakes.plans import PlanFault, plan_of  # noqa: PLC0415  # see above
    from agent.pos.intakes.tap.proposing import propose  # noqa: PLC0415  # see above
    from agent.pos.intakes.tap.template import HINT, Template  # noqa: PLC0415  # see above
    from agent.pos.intakes.tap.trying import reads_as, sample_lines  # noqa: PLC0415  # see above

    names = arguments.samples[:_SAMPLES_MAX]
    samples = [sample_lines(Path(name)) for name in names]
    text = propose(samples).text()
    print(text)
    try:
        template = plan_of(text, Template, name="the template", hint=HINT)
    except PlanFault as fault:
        print(f"# It cannot be used yet. {fault}")
        return 1
    read = [reads_as(sample, template, arguments.currency) for sample in samples]
    for name, (words, _) in zip(names, read, strict=True):
        print(f"# {Path(name).name} reads as {words}")
    return 0 if all(is_read for _, is_read in read) else 1
