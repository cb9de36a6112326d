"""Every import contract of pyproject.toml is seen failing once: a copy gets an offence."""

import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.sources import PRODUCT, ROOT


@dataclass(frozen=True, slots=True)
class Offence:
    """What breaks ``contract``: ``lines`` added to ``where``, beside the files ``also``."""

    contract: str
    where: str
    lines: str
    also: tuple[tuple[str, str], ...] = ()


OFFENCES = (
    Offence("rooms", "rules/ground/ids.py", "import agent"),
    Offence("floors", "sync/wire/offence.py", "import sync.book"),
    Offence("till-without-office", "agent/offence.py", "import sync.office"),
    Offence("agent-rooms", "agent/loop/offence.py", "import agent.devices"),
    Offence("page-rooms", "agent/pages/door/offence.py", "import agent.pages.acts"),
    Offence("pos-rooms", "agent/pos/problems/offence.py", "import agent.pos.calls"),
    Offence(
        "counter-rooms", "agent/counter/ground/offence.py", "import agent.counter.selling"
    ),
    Offence("wire-rooms", "sync/wire/keys/offence.py", "import sync.wire.records"),
    Offence("till-rooms", "sync/till/journal/offence.py", "import sync.till.inspection"),
    Offence("office-rooms", "sync/office/tills/offence.py", "import sync.office.gifts"),
    Offence("law-rooms", "rules/sale/offence.py", "import rules.settling"),
    Offence("driver-rooms", "drivers/guard/offence.py", "import drivers.codes"),
    Offence("drivers-alone", "drivers/offence.py", "import rules.ground.ids"),
    Offence("kit-alone", "sync/kit/offence.py", "import rules.ground.ids"),
    Offence("core-without-kit", "sync/core/offence.py", "import sync.kit.clock"),
    Offence(
        "features-apart",
        "sync/office/features/one/__init__.py",
        "import sync.office.features.two",
        also=(
            ("sync/office/features/__init__.py", ""),
            ("sync/office/features/two/__init__.py", ""),
        ),
    ),
    Offence(
        "no-cycles",
        "rules/offence_one.py",
        "import rules.offence_two",
        also=(("rules/offence_two.py", "import rules.offence_one"),),
    ),
    Offence("law-without-world", "rules/ground/ids.py", "import random"),
    Offence("core-without-world", "sync/core/offence.py", "import threading"),
    Offence("product-without-tests", "agent/offence.py", "import hypothesis"),
    Offence("pydantic-at-the-doors", "rules/ground/ids.py", "import pydantic"),
    Offence("home-of-pyserial", "agent/offence.py", "import serial"),
    Offence("home-of-biip", "agent/offence.py", "import biip"),
    Offence("home-of-escpos", "agent/offence.py", "import escpos"),
    Offence("home-of-pillow", "agent/offence.py", "import PIL"),
    Offence("home-of-shaping", "agent/offence.py", "import bidi"),
    Offence("home-of-barcode", "agent/offence.py", "import barcode"),
    Offence("home-of-httpx", "agent/offence.py", "import httpx"),
    Offence("home-of-apscheduler", "agent/offence.py", "import apscheduler"),
    Offence("home-of-structlog", "agent/offence.py", "import structlog"),
    Offence("home-of-prometheus", "agent/offence.py", "import prometheus_client"),
    Offence("home-of-cryptography", "agent/offence.py", "import cryptography"),
    Offence("home-of-segno", "agent/offence.py", "import segno"),
    Offence("home-of-sql", "agent/offence.py", "import sqlalchemy"),
    Offence("home-of-web", "rules/ground/ids.py", "import fastapi"),
    Offence("home-of-jinja", "agent/offence.py", "import jinja2"),
    Offence("home-of-babel", "agent/offence.py", "import babel"),
)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what is shipped, and the contracts, into a folder of their own."""
    folder = tmp_path_factory.mktemp("product")
    for room in PRODUCT:
        shutil.copytree(
            ROOT / room, folder / room, ignore=shutil.ignore_patterns("*.pyc", "docs")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def contracts() -> list[str]:
    """Name every contract of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def lint(folder: Path, *contract: str) -> str:
    """Run import-linter on the packages of ``folder``; return what it says."""
    limits = [f"--contract={name}" for name in contract]
    done = subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            "--no-logo",
            "--no-cache",
            *limits,
        ],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_every_contract_has_an_offence() -> None:
    assert sorted(contracts()) == sorted(offence.contract for offence in OFFENCES)


def test_the_project_keeps_every_contract(product: Path) -> None:
    said = lint(product)

    assert f"Contracts: {len(OFFENCES)} kept, 0 broken." in said, said


@pytest.mark.parametrize("offence", OFFENCES, ids=lambda offence: offence.contract)
def test_a_contract_is_broken_by_its_offence(
    product: Path, tmp_path: Path, offence: Offence
) -> None:
    folder = tmp_path / "product"
    shutil.copytree(product, folder)
    for where, lines in ((offence.where, offence.lines), *offence.also):
        (folder / where).parent.mkdir(parents=True, exist_ok=True)
        with (folder / where).open("a", encoding="utf-8") as file:
            file.write(f"\n{lines}\n")

    said = lint(folder, offence.contract)
    assert "Contracts: 0 kept, 1 broken." in said, said
