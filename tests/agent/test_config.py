"""till.toml: read once, and every mistake in it told with its place and a way out."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from agent.settings.config import TillConfig, load
from agent.settings.config_faults import ConfigFault

EXAMPLE = """
store = "S01"
data = "/var/lib/vafa"
language = "en"

[api]
listen = "127.0.0.1:8787"

[office]
url = "https://office.example:8788"
ca = "/etc/vafa/office-ca.pem"
sync_every = "5 min"
night = "02:00"

[[devices]]
name = "scanner"
driver = "line_scanner"
port = "usb:0c2e:0720"
baud = 9600

[[intakes]]
kind = "folder"
path = "/srv/pos/export"
format = "poslog"
"""
"""The published example of a till's configuration (examples/till.toml)."""


def read(folder: Path, text: str, **environment: str) -> TillConfig:
    """Load a configuration from a file in ``folder``."""
    path = folder / "till.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environment)


def test_the_published_example_is_read_as_it_stands(tmp_path: Path) -> None:
    config = read(tmp_path, EXAMPLE)

    assert config.office is not None
    assert config.office.sync_every == timedelta(minutes=5)
    assert config.office.night == time(2)
    assert config.devices[0].port == "usb:0c2e:0720"
    assert config.data == Path("/var/lib/vafa")


def test_what_is_left_out_has_a_usual_value(tmp_path: Path) -> None:
    config = read(tmp_path, 'store = "S01"\ndata = "data"')

    assert config.api.listen == "127.0.0.1:8787"
    assert config.api.tokens == ("pos",)
    assert config.office is None
    assert config.data == tmp_path / "data"


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        EXAMPLE,
        VAFA_STORE="S02",
        VAFA_API_LISTEN="127.0.0.1:9999",
        VAFA_OFFICE_SYNC_EVERY="30 s",
        VAFA_CONFIG="elsewhere",
        PATH="/bin",
    )

    assert config.store == "S02"
    assert config.api.listen == "127.0.0.1:9999"
    assert config.office is not None
    assert config.office.sync_every == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("wrong", "right", "place", "hint"),
    [
        ('store = "S01"', 'shop = "S01"', "at the top: `store` is missing", "store"),
        ("[api]", "[apy]", "at the top: `apy` is no setting", "`api`"),
        ("listen =", "lisen =", "[api]: `lisen` is no setting", "`listen`"),
        ("baud = 9600", 'baud = "fast"', "[[devices]] number 1: `baud`", "example"),
        ('"5 min"', '"soon"', "[office]: `sync_every`: 'soon' is no length", "example"),
        ('"02:00"', '"26:00"', "[office]: `night`: '26:00' is no time", "example"),
        ('"127.0.0.1:8787"', '"0.0.0.0:8787"', "0.0.0.0 is not this machine", "example"),
        ('"127.0.0.1:8787"', '"8787"', 'write it as "127.0.0.1:8787"', "example"),
        ('"en"', '"xx"', "at the top: `language`", "example"),
        ("https://", "http://", "http would send members' data in the open", "example"),
        ('ca = "/etc/vafa/office-ca.pem"', "", "`ca` is missing", "example"),
        (":8788", ":8788/path", "only scheme, host and port", "example"),
        ('kind = "folder"', 'kind = "telex"', "[[intakes]] number 1: `kind`", "example"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_hint(
    tmp_path: Path, *, wrong: str, right: str, place: str, hint: str
) -> None:
    with pytest.raises(ConfigFault) as caught:
        read(tmp_path, EXAMPLE.replace(wrong, right))

    assert str(caught.value).startswith("till.toml, ")
    assert place in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize("name", TillConfig.model_fields)
def test_whoever_mistypes_a_setting_is_told_its_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigFault) as told:
        read(tmp_path, f"{name}x = 1\n{EXAMPLE}")

    assert told.value.hint == f"Did you mean `{name}`?"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('pos = "pos1"', "Move the line into [[taps]], or take it out."),
        ('language = "fa"', "Move the line to the top, or take it out."),
        ('night = "02:00"', "Move the line into [office], or take it out."),
        ('colour = "red"', "Take the line out."),
    ],
)
def test_a_setting_in_the_wrong_table_is_told_its_own(
    tmp_path: Path, *, line: str, hint: str
) -> None:
    with pytest.raises(ConfigFault, match=r"\[api\]: `.*` is no setting") as told:
        read(tmp_path, EXAMPLE.replace("[api]", f"[api]\n{line}"))

    assert told.value.hint == hint


def test_what_head_office_is_told_in_the_same_shell_changes_no_till(tmp_path: Path) -> None:
    config = read(tmp_path, EXAMPLE, VAFA_OFFICE_DATA="office")

    assert config == read(tmp_path, EXAMPLE)


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigFault, match=r"VAFA_OFFICE_URL \(environment\)"):
        read(tmp_path, EXAMPLE, VAFA_OFFICE_URL="ftp://office")


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigFault, match="line 2"):
        read(tmp_path, 'store = "S01"\ndata = oops')


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigFault, match="cannot be read"):
        load(tmp_path / "none.toml", {})


def test_two_devices_of_one_name_are_refused(tmp_path: Path) -> None:
    device = '[[devices]]\nname = "a"\ndriver = "line_scanner"\nport = "auto"\n'

    with pytest.raises(ConfigFault, match="same `name`"):
        read(tmp_path, f'store = "S01"\ndata = "d"\n{device}{device}')


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_head_office_on_this_machine_needs_no_certificate(
    tmp_path: Path, host: str
) -> None:
    config = read(
        tmp_path, f'store = "S01"\ndata = "d"\n[office]\nurl = "http://{host}:8788/"'
    )

    assert config.office is not None
    assert config.office.url == f"http://{host}:8788"
