"""What is there to be copied: it works as it is, and with every comment taken out."""

import re
from pathlib import Path

from agent.settings.config import load
from sync.office.joining.table_reading import read_table
from tests.architecture.sources import ROOT

TILL = ROOT / "install" / "till.example.toml"
SETTING = re.compile(r"^# (\w+ = |\[\[)", re.MULTILINE)


def test_the_example_of_a_till_is_one() -> None:
    config = load(TILL, {})

    assert config.store == "S01"
    assert [device.driver for device in config.devices] == ["line_scanner"]


def test_every_setting_that_the_example_offers_is_one(tmp_path: Path) -> None:
    every = tmp_path / "till.toml"
    every.write_text(SETTING.sub(r"\1", TILL.read_text(encoding="utf-8")), "utf-8")

    config = load(every, {})

    assert config.api.tokens == ("pos",)
    assert [intake.format for intake in config.intakes] == ["poslog"]


def test_the_example_of_a_table_of_members_is_one() -> None:
    members = list(read_table(ROOT / "install" / "members.example.csv"))

    assert [member.points for member in members] == [1240, 620, 300]
