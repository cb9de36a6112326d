"""What an installer sees of a file before it is dropped."""

import json
import re
from pathlib import Path

from tests.agent.intakes.poslog import control, item, log, plain_sale, transaction
from tests.agent.running import command


def config(folder: Path, extra: str = "") -> Path:
    """Write a configuration; no till has to run."""
    file = folder / "till.toml"
    file.write_text(f'store = "S01"\ndata = "data"\n{extra}', encoding="utf-8")
    return file


def test_a_file_is_read_and_nothing_is_booked_or_moved(tmp_path: Path) -> None:
    file = tmp_path / "day.xml"
    file.write_bytes(log(control(1), plain_sale(2), plain_sale(3)))

    done = command("intake", str(file), "--dry-run", "--config", str(config(tmp_path)))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "transaction 2 (workstation 31, number 2, day 2026-11-21): sale, 1 lines",
        "transaction 3 (workstation 31, number 3, day 2026-11-21): sale, 1 lines",
        "1 control, 2 sale to book",
    ]
    assert file.exists()
    assert not (tmp_path / "data").exists()


def test_a_document_is_shown_as_the_api_would_have_it_by_the_intakes_settings(
    tmp_path: Path,
) -> None:
    file = tmp_path / "day.xml"
    file.write_bytes(log(plain_sale(2, store="9")))
    named = config(
        tmp_path,
        '[[intakes]]\nkind = "folder"\npath = "x"\nformat = "poslog"\nstore = "9"\n'
        'zone = "Asia/Tehran"\n',
    )

    done = command("intake", str(file), "--dry-run", "--json", "--config", str(named))

    sale = json.loads(done.stdout.splitlines()[0])["sale"]
    assert sale["document"]["store"] == "S01"
    assert sale["at"].endswith("+03:30")


def test_what_makes_no_sense_is_said(tmp_path: Path) -> None:
    file = tmp_path / "day.xml"
    file.write_bytes(log(transaction(item(1, "lots"))))
    named = str(config(tmp_path))

    done = command("intake", str(file), "--dry-run", "--config", named)
    gone = command("intake", str(tmp_path / "no.xml"), "--dry-run", "--config", named)

    assert done.returncode == 1
    assert "the price of line 1 is no decimal number" in done.stdout
    assert gone.returncode == 1
    assert "cannot be read" in gone.stderr


def test_a_table_is_read_by_a_mapping(tmp_path: Path) -> None:
    table, named = tmp_path / "day.csv", tmp_path / "map.toml"
    table.write_text("n,at,sum\n7,2026-11-21 17:42:10,12.50\n", "utf-8")
    named.write_text(
        'rows = "receipt"\nworkstation = "L2"\ncurrency = "MYR"\n'
        '[columns]\nnumber = "n"\ndate = "at"\ntotal = "sum"\n',
        "utf-8",
    )
    words = ("intake", str(table), "--format", "csv", "--dry-run")
    till = ("--config", str(config(tmp_path)))

    done = command(*words, "--map", str(named), *till)
    without = command(*words, *till)

    assert done.stdout.splitlines() == ["row 2: sale, 1 lines", "1 sale to book"]
    assert without.returncode == 1
    assert "No file says how the POS writes" in without.stderr


def test_what_would_be_booked_is_told_in_the_terminals_language(tmp_path: Path) -> None:
    file = tmp_path / "day.xml"
    file.write_bytes(log(control(1), plain_sale(2), plain_sale(3)))
    till = ("--dry-run", "--config", str(config(tmp_path)))

    done = command("intake", str(file), *till, env={"LC_ALL": "fa_IR.UTF-8"})
    gone = command("intake", "none", *till, env={"LC_ALL": "fa_IR.UTF-8"})

    assert "تراکنش ۲" in done.stdout
    assert "فروش برای ثبت" in done.stdout.splitlines()[-1]
    assert re.findall(r"[a-z]{3,}", done.stdout) == []
    assert "خوانده نمی‌شود" in gone.stderr
