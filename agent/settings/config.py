"""The till's configuration: till.toml, checked once, every fault in one sentence."""

import sys
import tomllib
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from agent.settings.config_faults import ConfigFault, first_fault
from agent.settings.config_mouths import Display, Printer
from agent.settings.config_values import (
    check_office_url,
    check_zone,
    parse_address,
    parse_duration,
    parse_time_of_day,
    split_address,
)

PREFIX: Final = "VAFA_"
"""``VAFA_STORE``, ``VAFA_API_LISTEN``, ``VAFA_OFFICE_URL``… override what the file says."""

_SECTIONS: Final = ("api", "office")
_LISTS: Final = frozenset({"devices", "intakes", "printers", "displays", "taps"})
_NOT_OURS: Final = frozenset({"VAFA_OFFICE_DATA"})
"""Head office's own, whose commands may be typed in the same shell."""

_FILE_BYTES_MAX: Final = 64 << 10

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s|/\\]+$")]
Address = Annotated[str, AfterValidator(parse_address)]
Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
TimeOfDay = Annotated[time, BeforeValidator(parse_time_of_day)]
OfficeUrl = Annotated[str, AfterValidator(check_office_url)]
Zone = Annotated[str, AfterValidator(check_zone)]
PosName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]


IntakeFormat = Literal["json", "poslog", "csv", "tap"]
"""As ``agent/pos/intakes/register.py`` registers them; a test holds the two level."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Api(_Strict):
    """The local API. ``listen`` is a loopback ``host:port`` or ``unix:/path``.

    ``tokens`` names the POS programs: each gets a token file of its own in the data folder.
    """

    listen: Address = "127.0.0.1:8787"
    tokens: Annotated[tuple[PosName, ...], Field(min_length=1, max_length=32)] = ("pos",)
    requests_per_s: Annotated[int, Field(ge=1, le=100_000)] = 500


class Office(_Strict):
    """Head office. ``ca`` is the certificate that signed its own; https needs it."""

    url: OfficeUrl
    ca: Path | None = None
    sync_every: Duration = timedelta(minutes=5)
    night: TimeOfDay = time(2)

    @model_validator(mode="after")
    def _pinned(self) -> Self:
        if self.url.startswith("https:") and self.ca is None:
            raise ValueError(
                "`ca` is missing: https trusts only the certificate named there"
            )
        return self


class Device(_Strict):
    """A device on a serial port. ``workstation`` says whose sale it serves.

    ``profile`` names the family it belongs to, as drivers/kinds/profiles.py lists them.
    With ``pass_to`` a POS owns the device: it reads at that path instead, where everything
    arrives but what is ours.
    """

    name: Name
    driver: Name
    port: Annotated[str, Field(min_length=1, max_length=256)]
    profile: Annotated[str, Field(max_length=64)] = ""
    baud: Annotated[int, Field(ge=50, le=4_000_000)] = 9600
    data_bits: Literal[5, 6, 7, 8] = 8
    parity: Literal["N", "E", "O", "M", "S"] = "N"
    stop_bits: Literal[1, 2] = 1
    workstation: Name | None = None
    pass_to: Path | None = None

    @model_validator(mode="after")
    def _can_pass(self) -> Self:
        if self.pass_to is not None and sys.platform == "win32":
            raise ValueError(
                "`pass_to` needs virtual ports; Windows has none without com0com, "
                "which is not supported yet"
            )
        return self


class Intake(_Strict):
    """Another way a POS hands its documents over: a folder it drops files in.

    ``store`` is what the POS calls this store, if not as we do; ``zone`` is where its clock
    hangs, else the programme's; ``category_level`` picks one of its product groups;
    ``mapping`` names the file that says which
    column of a CSV is what.
    """

    kind: Literal["folder"]
    path: Path
    format: IntakeFormat
    store: Annotated[str, Field(max_length=64)] = ""
    zone: Zone = ""
    category_level: Annotated[str, Field(max_length=64)] = ""
    mapping: Path | None = None
    template: Path | None = None
    workstation: Annotated[str, Field(max_length=64)] = ""
    every: Duration = timedelta(seconds=2)

    @model_validator(mode="after")
    def _planned(self) -> Self:
        if (self.format == "csv") != (self.mapping is not None):
            raise ValueError("`mapping` is for csv, which needs it, and for nothing else")
        if (self.format == "tap") != (self.template is not None):
            raise ValueError("`template` is for tap, which needs it, and for nothing else")
        return self

    @property
    def plan(self) -> Path | None:
        """The shop's own file on how its POS writes, where the format needs one."""
        return self.mapping or self.template


class Tap(_Strict):
    """A tap between a POS and its receipt printer: of two ports, or on the network.

    ``pos`` is the port that the POS's cable comes in at, or ``listen`` the address at which
    it prints; ``printer`` is the printer's port or address. ``template`` says how receipts
    are read.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
    template: Path
    printer: Annotated[str, Field(min_length=1, max_length=256)]
    pos: Annotated[str, Field(max_length=256)] = ""
    listen: Annotated[str, Field(max_length=256)] = ""
    baud: Annotated[int, Field(ge=50, le=4_000_000)] = 9600
    data_bits: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stop_bits: Literal[1, 2] = 1
    flow: Literal["none", "rts_cts"] = "none"
    workstation: Name | None = None
    zone: Zone = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.pos) == bool(self.listen):
            raise ValueError("name either `pos`, a port, or `listen`, an address")
        if self.listen:
            split_address(self.listen)
            split_address(self.printer)
        return self


class TillConfig(_Strict):
    """Everything a person may set. ``workstation`` serves the devices that name none.

    ``language`` is the pages' own; ``sandbox`` writes across them that nothing is real.
    ``shop`` is what slips call the shop; without it, ``store`` is.
    """

    store: Name
    data: Path
    language: Literal["en", "fa", "am", "ms"] = "en"
    workstation: Name = "L1"
    sandbox: bool = False
    shop: Annotated[str, Field(max_length=64)] = ""
    api: Api = Api()
    office: Office | None = None
    devices: Annotated[tuple[Device, ...], Field(max_length=32)] = ()
    intakes: Annotated[tuple[Intake, ...], Field(max_length=16)] = ()
    printers: Annotated[tuple[Printer, ...], Field(max_length=16)] = ()
    displays: Annotated[tuple[Display, ...], Field(max_length=16)] = ()
    taps: Annotated[tuple[Tap, ...], Field(max_length=8)] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        _differ([device.name for device in self.devices], "devices")
        _differ([printer.name for printer in self.printers], "printers")
        _differ([display.name for display in self.displays], "displays")
        passed = [each.pass_to for each in self.devices if each.pass_to is not None]
        if len(set(passed)) != len(passed):
            raise ValueError("two [[devices]] have the same `pass_to`")
        paths = [intake.path for intake in self.intakes]
        if len(set(paths)) != len(paths):
            raise ValueError("two [[intakes]] have the same `path`")
        names = [tap.name for tap in self.taps]
        if len(set(names)) != len(names):
            raise ValueError("two [[taps]] have the same `name`")
        return self


def _differ(names: list[str], section: str) -> None:
    if len(set(names)) != len(names):
        raise ValueError(f"two [[{section}]] have the same `name`")


def load(path: Path, environment: Mapping[str, str]) -> TillConfig:
    """Read the file and the environment over it; paths start at the file's folder."""
    document = read_toml(path)
    places = _override(document, environment)
    try:
        config = TillConfig.model_validate(document)
    except ValidationError as error:
        raise first_fault(error, file=path.name, places=places, shape=TillConfig) from None
    return _resolved(config, path.absolute().parent)


def read_toml(path: Path) -> dict[str, object]:
    """Read a TOML file; a :class:`ConfigFault` says where it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigFault(
            f"{path} cannot be read: {error.strerror}.",
            hint="Name the file with --config, or copy install/till.example.toml there.",
        ) from error
    if len(data) > _FILE_BYTES_MAX:
        raise ConfigFault(
            f"{path} is no configuration: too long.", hint="Name another file."
        )
    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFault(
            f"{path.name} is not TOML: {error}.",
            hint="Mend that line; text stands in double quotes, sections in [brackets].",
        ) from error


def _override(
    document: dict[str, object], environment: Mapping[str, str]
) -> dict[str, str]:
    """Lay the environment over the document; return each such setting's variable."""
    places: dict[str, str] = {}
    for variable in sorted(environment):
        if not variable.startswith(PREFIX) or variable in _NOT_OURS:
            continue
        name = variable.removeprefix(PREFIX).lower()
        section, _, rest = name.partition("_")
        if section in _SECTIONS and rest:
            table = document.setdefault(section, {})
            if isinstance(table, dict):
                table[rest] = environment[variable]
                places[f"{section}.{rest}"] = variable
        elif name in TillConfig.model_fields and name not in _LISTS:
            document[name] = environment[variable]
            places[name] = variable
    return places


def _resolved(config: TillConfig, folder: Path) -> TillConfig:
    office = config.office
    if office is not None and office.ca is not None:
        office = office.model_copy(update={"ca": folder / office.ca})
    intakes = tuple(
        intake.model_copy(
            update={
                "path": folder / intake.path,
                "mapping": folder / intake.mapping if intake.mapping else None,
                "template": folder / intake.template if intake.template else None,
            }
        )
        for intake in config.intakes
    )
    devices = tuple(
        each.model_copy(update={"pass_to": folder / each.pass_to}) if each.pass_to else each
        for each in config.devices
    )
    taps = tuple(
        tap.model_copy(update={"template": folder / tap.template}) for tap in config.taps
    )
    return config.model_copy(
        update={
            "data": folder / config.data,
            "office": office,
            "devices": devices,
            "intakes": intakes,
            "taps": taps,
        }
    )
