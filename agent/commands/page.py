"""``vafa page``: the address that opens the cashier's or the customer's page, once."""

import argparse
import webbrowser
from pathlib import Path

from agent.commands.asking import ask
from agent.commands.place import add_config, find

SUMMARY = "open the cashier's page, or the customer's, in a browser"


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "--customer", action="store_true", help="the page that faces the customer"
    )
    parser.add_argument(
        "--open", action="store_true", help="open it in this machine's browser"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the address; it signs one browser in, within five minutes."""
    page = "customer" if arguments.customer else "cashier"
    told = ask(find(Path(arguments.config)), "POST", "/v1/sign-ins", body={"page": page})
    url = str(told.get("url"))
    print(url)
    if arguments.open:
        webbrowser.open(url)
    return 0
