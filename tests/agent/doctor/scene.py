"""A till on a machine for the doctor to look at: real files, ports and processes."""

import os
import pty
import subprocess
import sys
import tty
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

from agent.doctor.ground import Ground, Live, gather
from agent.doctor.machine import Limits, Machine
from sync.till.book.identity import fingerprint, keep
from tests.agent.counter.shop import STORE, FakeClock, Shop
from tests.agent.running import identity

HOLD = """
import sys
open("/proc/self/comm", "w").write(sys.argv[2])
held = open(sys.argv[1], "rb", buffering=0)
print("holds", flush=True)
sys.stdin.read()
"""
"""A program of a given name that has a file open until its input ends."""


class Scene:
    """An enrolled till that is not running, with one member known; closed at the end."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "till.toml"
        self.data = folder / "data"
        self.clock = FakeClock()
        self.stack = ExitStack()
        self.data.mkdir(mode=0o700)
        shop = self.shop()
        shop.member()
        shop.book.close()
        keep(self.data, replace(identity(), fingerprint=fingerprint()))
        self.configure()

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what was started."""
        self.stack.close()

    def configure(self, more: str = "", *, listen: str = "127.0.0.1:0") -> None:
        """Write till.toml with ``more`` at its end."""
        self.file.write_text(
            f'store = "{STORE}"\ndata = "data"\n[api]\nlisten = "{listen}"\n{more}',
            encoding="utf-8",
        )

    def shop(self) -> Shop:
        """Open the book, to have something happen in it."""
        return Shop(self.data)

    def ground(
        self,
        *,
        machine: Machine | None = None,
        limits: Limits | None = None,
        live: Live | None = None,
        environment: dict[str, str] | None = None,
    ) -> Ground:
        """Return what the checks look at."""
        return gather(
            self.file,
            environment=environment or {},
            live=live or Live(),
            clock=self.clock,
            machine=machine,
            limits=limits,
        )

    def port(self) -> str:
        """Make a port and name it in till.toml; its far end is open here."""
        far, near = pty.openpty()
        tty.setraw(near)
        name = os.ttyname(near)
        os.close(near)
        self.stack.callback(os.close, far)
        self.device(name)
        return name

    def device(self, port: str, *, driver: str = "line_scanner") -> None:
        """Name a scanner at a port."""
        self.configure(
            f'[[devices]]\nname = "scanner"\ndriver = "{driver}"\nport = "{port}"\n'
        )

    def held(self, path: Path | str, *, by: str = "reader") -> int:
        """Have another process of that name keep a file open; return its number."""
        process = self.stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-c", HOLD, str(path), by],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"holds\n"
        return process.pid

    def running(self, program: str) -> int:
        """Have a program of that name run that holds nothing of ours."""
        return self.held(os.devnull, by=program)

    def told(self, **files: str) -> Machine:
        """Return a machine that tells of itself in these files: __ in a name is a /."""
        proc = self.file.parent / "proc"
        for name, text in files.items():
            path = proc / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Machine(proc=proc)
