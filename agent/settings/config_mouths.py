"""The settings of what the till tells things to: receipt printers and customer displays."""

from datetime import timedelta
from pathlib import PurePath
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from agent.settings.config_values import parse_duration
from drivers.mouth.outlets import FILE, TCP, split_network

_SLOW_BAUD: Final = 9600
_Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s|/\\]+$")]
_Language = Literal["", "en", "fa", "am", "ms"]


def _check_outlet(text: str) -> str:
    """Check ``usb:VID:PID``, a path, ``tcp://host:9100`` or ``file:/dev/usb/lp0``."""
    if text.startswith(TCP):
        split_network(text)
    elif text.startswith(FILE) and not PurePath(text.removeprefix(FILE)).is_absolute():
        raise ValueError('write a file as "file:/dev/usb/lp0"')
    return text


class _Outlet(BaseModel):
    """Something the till writes to; the serial fields count where its port is serial."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: _Name
    port: Annotated[str, Field(min_length=1, max_length=256), AfterValidator(_check_outlet)]
    baud: Annotated[int, Field(ge=50, le=4_000_000)] = _SLOW_BAUD
    data_bits: Literal[5, 6, 7, 8] = 8
    parity: Literal["N", "E", "O", "M", "S"] = "N"
    stop_bits: Literal[1, 2] = 1
    flow: Literal["none", "rts_cts", "dsr_dtr", "xon_xoff"] = "none"
    workstation: _Name | None = None
    language: _Language = ""

    @property
    def is_serial(self) -> bool:
        """Whether it is on a serial port."""
        return not self.port.startswith((TCP, FILE))


class Printer(_Outlet):
    """A receipt printer. ``profile`` is one of drivers/mouth/printers/profiles.py.

    ``automatic`` prints a slip after each sale of a member at its workstation; a slip is
    kept for ``keep`` while the printer cannot print.
    """

    driver: Literal["escpos"] = "escpos"
    profile: Annotated[str, Field(max_length=64)] = "escpos_80"
    automatic: bool = True
    keep: Annotated[timedelta, BeforeValidator(parse_duration)] = timedelta(minutes=10)


class Display(_Outlet):
    """A customer's display, of a kind that drivers/mouth/displays/register.py has."""

    driver: Annotated[str, Field(max_length=64)] = "cd5220"
