"""Peers found or installed, and asked: each in a process of its own."""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
HOME: Final = HERE.parents[2] / ".venv" / "bench-peers"
PYTHON_PEERS: Final = (
    "zen-engine",
    "common-expression-language",
    "rule-engine",
    "django-oscar",
)
NODE_PEERS: Final = ("json-logic-engine", "json-rules-engine")

PATIENCE: Final[Mapping[str, int]] = {"django-oscar": 2}
"""How many baskets a peer is asked, once, that takes many seconds for each."""

_JOB_S: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a peer answered to each basket, and the nanoseconds of processor it took."""

    points: tuple[int, ...]
    ns: tuple[int, ...]


def missing() -> dict[str, str]:
    """Install what is not there; return why a peer cannot be had, in its own words."""
    found: dict[str, str] = {}
    python = _python()
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name in PYTHON_PEERS:
        found |= _installed(name, [*pip, name])
    npm = shutil.which("npm")
    for name in NODE_PEERS:
        if npm is None:
            found[name] = "there is no npm here"
        elif not (HOME / "node_modules" / name).is_dir():
            quiet = ("--silent", "--no-audit", "--no-fund", "--prefix", str(HOME))
            found |= _installed(name, [npm, "install", *quiet, name])
    return found


def ask(name: str, job: str) -> Answered | str:
    """Give a job to a peer; return why it could not be done where it could not."""
    command = (
        ["node", str(HERE / "engines.mjs"), name, str(HOME)]
        if name in NODE_PEERS
        else [str(_python()), str(HERE / "engines.py"), name]
    )
    try:
        done = subprocess.run(
            command, input=job, capture_output=True, text=True, check=True, timeout=_JOB_S
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {_JOB_S} s"
    except (OSError, subprocess.CalledProcessError) as error:
        return _last_words(getattr(error, "stderr", "") or str(error))
    said = json.loads(done.stdout)
    return Answered(points=tuple(said["points"]), ns=tuple(said["ns"]))


def _python() -> Path:
    return HOME / "python" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _installed(name: str, command: list[str]) -> dict[str, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {name: _last_words(done.stderr)} if done.returncode else {}


def _last_words(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"
