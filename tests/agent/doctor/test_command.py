"""``vafa doctor`` as a person types it, while the till runs and while it does not."""

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

from agent.doctor.finding import Outcome
from tests.agent.counter.shop import CARD, TOKEN_KEY, example_sale
from tests.agent.doctor.scene import Scene
from tests.agent.running import START_S, command, running

Json = dict[str, Any]


def doctor(
    scene: Scene, *words: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Type ``vafa doctor`` for a scene's till."""
    return command("doctor", *words, "--config", str(scene.file), env=env)


def outcomes(done: subprocess.CompletedProcess[str]) -> dict[str, Outcome]:
    """Return what each check said, by its name."""
    said: Json = json.loads(done.stdout)
    return {each["name"]: each["outcome"] for each in said["checks"]}


def test_the_exit_code_says_whether_somebody_must_look(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        scene.data.chmod(0o755)
        (scene.data / "identity.json").chmod(0o644)

        well = doctor(scene, "settings", "folder.present")
        to_look_at = doctor(scene, "folder.closed")
        failing = doctor(scene, "folder")

    assert (well.returncode, to_look_at.returncode, failing.returncode) == (0, 1, 2)
    assert "mend:  chmod 700" in to_look_at.stdout
    assert failing.stdout.endswith(
        "6 checks: 3 ok, 1 to look at, 1 failing, 1 not applicable\n"
    )


def test_as_json_it_has_a_stable_shape(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        said: Json = json.loads(doctor(scene, "folder.closed", "--json").stdout)

    assert said == {
        "form": 1,
        "exit_code": 0,
        "counts": {"ok": 1, "warn": 0, "fail": 0, "not_applicable": 0},
        "checks": [
            {
                "name": "folder.closed",
                "outcome": "ok",
                "cause": f"Only its owner can look into {scene.data}.",
                "mend": "",
                "fixed": "",
            }
        ],
    }


def test_a_running_till_is_well_and_its_book_is_not_touched(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        scene.port()
        with running(scene.file) as till:
            assert till.ask("POST", "/v1/sales", example_sale()).status == 200
            books = [scene.data / name for name in ("journal.db", "members.db")]
            before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in books]

            said = outcomes(doctor(scene, "--json"))

            after = [(path.read_bytes(), path.stat().st_mtime_ns) for path in books]

    well = ("till.alive", "till.address", "till.alone", "ports.open", "ports.readers")
    assert {said[name] for name in (*well, "book.journal", "book.chain")} == {"ok"}
    assert said["ports.busy"] == said["folder.leftovers"] == "not_applicable"
    assert before == after


def test_fix_does_what_is_safe_and_says_so(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        scene.configure('[[intakes]]\nkind = "folder"\npath = "drop"\nformat = "poslog"\n')
        keys = scene.data / "identity.json"
        keys.chmod(0o644)
        (scene.data / "address").write_text("127.0.0.1:1\n", encoding="utf-8")

        done = doctor(scene, "folder", "till.intakes", "--fix")
        again = doctor(scene, "folder", "till.intakes", "--fix")

    assert done.returncode == 0
    assert "fixed: chmod 600 identity.json" in done.stdout
    assert "fixed: removed address" in done.stdout
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert (tmp_path / "drop").is_dir()
    assert "fixed" not in again.stdout


def test_without_fix_nothing_is_mended(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        (scene.data / "identity.json").chmod(0o644)

        done = doctor(scene, "folder.keys")

        assert "fixed" not in done.stdout
        assert stat.S_IMODE((scene.data / "identity.json").stat().st_mode) == 0o644


def test_without_a_configuration_one_check_fails_and_the_others_name_it(
    tmp_path: Path,
) -> None:
    with Scene(tmp_path) as scene:
        scene.file.unlink()

        done = doctor(scene, "--json")

    failing = [name for name, outcome in outcomes(done).items() if outcome == "fail"]
    assert failing == ["settings.file"]
    assert "See settings.file." in done.stdout


def test_names_are_listed_and_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        listed = doctor(scene, "--list")
        unknown = doctor(scene, "book.keeping")

    assert "office.clock" in listed.stdout.splitlines()
    assert unknown.returncode == 1
    assert "There is no check book.keeping." in unknown.stderr
    assert "--list" in unknown.stderr


def test_no_secret_and_nobodys_name_is_told(tmp_path: Path) -> None:
    with Scene(tmp_path) as scene:
        shop = scene.shop()
        shop.sale(example_sale())
        shop.book.close()
        secrets: Json = json.loads((scene.data / "identity.json").read_text("utf-8"))

        done = doctor(scene, env={"HTTPS_PROXY": "http://anna:hush@proxy:3128"})

    assert "HTTPS_PROXY" in done.stdout or "No head office" in done.stdout
    for secret in (secrets["secret_key"], TOKEN_KEY.hex(), CARD, "Sara", "m-7Q", "hush"):
        assert secret not in done.stdout + done.stderr


def test_on_a_terminal_it_shows_how_far_it_is(tmp_path: Path) -> None:
    far, near = pty.openpty()
    with Scene(tmp_path) as scene:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "sync.kit.cli", "doctor", "settings"),
                *("--config", str(scene.file)),
            ],
            stdout=subprocess.PIPE,
            stderr=near,
            timeout=START_S,
            check=False,
        )

    os.close(near)
    shown = os.read(far, 4096)
    os.close(far)
    assert b"1 of 3: settings.file" in shown
    assert b"of 3" not in done.stdout
