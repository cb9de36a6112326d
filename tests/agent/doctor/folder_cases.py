"""Settings and data folder: real files with real modes."""

import shutil
import socket
from dataclasses import replace
from pathlib import Path

from agent.doctor.ground import Ground, Live
from tests.agent.doctor.case import Case, as_it_is
from tests.agent.doctor.scene import Scene


def _misspelt(scene: Scene) -> Ground:
    scene.configure('[office]\nurl = "http://127.0.0.1:1"\nuril = ""\n')
    return scene.ground()


def _not_there(scene: Scene) -> Ground:
    scene.file.unlink()
    return scene.ground()


def _strange_variable(scene: Scene) -> Ground:
    return scene.ground(environment={"VAFA_STOER": "S02", "HOME": "/", "VAFA_STORE": "S01"})


def _known_variables(scene: Scene) -> Ground:
    return scene.ground(environment={"VAFA_CONFIG": "x", "VAFA_API_LISTEN": "127.0.0.1:1"})


def _scanner(scene: Scene) -> Ground:
    scene.device("socket://127.0.0.1:1")
    return scene.ground()


def _unknown_driver(scene: Scene) -> Ground:
    scene.device("socket://127.0.0.1:1", driver="laser")
    return scene.ground()


def _of_another(scene: Scene) -> Ground:
    return replace(scene.ground(), is_ours=False)


def _no_folder(scene: Scene) -> Ground:
    shutil.rmtree(scene.data)
    return scene.ground()


def _folder_is_a_file(scene: Scene) -> Ground:
    shutil.rmtree(scene.data)
    scene.data.write_text("", encoding="utf-8")
    return scene.ground()


def _open_folder(scene: Scene) -> Ground:
    scene.data.chmod(0o755)
    return scene.ground()


def _open_keys(scene: Scene) -> Ground:
    (scene.data / "identity.json").chmod(0o640)
    return scene.ground()


def _token(scene: Scene, mode: int) -> Path:
    path = scene.data / "tokens" / "pos.token"
    path.parent.mkdir()
    path.touch(mode)
    path.chmod(mode)
    return path


def _closed_token(scene: Scene) -> Ground:
    _token(scene, 0o600)
    return scene.ground()


def _open_token(scene: Scene) -> Ground:
    _token(scene, 0o644)
    return scene.ground()


def _address_left(scene: Scene) -> Ground:
    (scene.data / "address").write_text("127.0.0.1:8787\n", encoding="utf-8")
    return scene.ground()


def _socket_left(scene: Scene) -> Ground:
    # A socket's name has at most 108 bytes, and a test's folder may be deep.
    path = Path("/tmp") / f"vafa-{scene.data.stat().st_ino}.sock"  # noqa: S108  # see above
    scene.configure(listen=f"unix:{path}")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))
    scene.stack.callback(path.unlink, missing_ok=True)
    return scene.ground()


def _in_use(scene: Scene) -> Ground:
    return scene.ground(live=Live(health={"status": "ok"}))


CASES = (
    Case(check="settings.file", arrange=as_it_is, outcome="ok", says="can be read"),
    Case(
        check="settings.file",
        arrange=_misspelt,
        outcome="fail",
        says="[office]: `uril` is no setting",
        mends="Did you mean `url`?",
    ),
    Case(
        check="settings.file",
        arrange=_not_there,
        outcome="fail",
        says="cannot be read",
        mends="--config",
    ),
    Case(
        check="settings.environment",
        arrange=_known_variables,
        outcome="ok",
        says="names no setting that is not one",
    ),
    Case(
        check="settings.environment",
        arrange=_strange_variable,
        outcome="warn",
        says="VAFA_STOER",
        mends="unset VAFA_STOER",
    ),
    Case(
        check="settings.devices",
        arrange=as_it_is,
        outcome="not_applicable",
        says="No [[devices]]",
    ),
    Case(check="settings.devices", arrange=_scanner, outcome="ok", says="1 device"),
    Case(
        check="settings.devices",
        arrange=_unknown_driver,
        outcome="fail",
        says="'laser' is not one of keyboard, ",
        mends="nano ",
    ),
    Case(check="folder.present", arrange=as_it_is, outcome="ok", says="is there"),
    Case(
        check="folder.present",
        arrange=_no_folder,
        outcome="fail",
        says="is not there",
        mends="mkdir -p -m 700",
    ),
    Case(
        check="folder.present",
        arrange=_folder_is_a_file,
        outcome="fail",
        says="is a file",
        mends="mv ",
    ),
    Case(check="folder.owner", arrange=as_it_is, outcome="ok", says="belongs to"),
    Case(
        check="folder.owner",
        arrange=_of_another,
        outcome="warn",
        says="not all can be seen",
        mends="sudo -u ",
    ),
    Case(
        check="folder.owner",
        arrange=_no_folder,
        outcome="not_applicable",
        says="no data folder",
    ),
    Case(check="folder.closed", arrange=as_it_is, outcome="ok", says="Only its owner"),
    Case(
        check="folder.closed",
        arrange=_open_folder,
        outcome="warn",
        says="Others on this machine",
        mends="chmod 700",
    ),
    Case(check="folder.keys", arrange=as_it_is, outcome="ok", says="Only their owner"),
    Case(
        check="folder.keys",
        arrange=_open_keys,
        outcome="fail",
        says="identity.json",
        mends="chmod 600",
    ),
    Case(
        check="folder.tokens",
        arrange=as_it_is,
        outcome="not_applicable",
        says="no files with the POS tokens",
    ),
    Case(
        check="folder.tokens", arrange=_closed_token, outcome="ok", says="Only their owner"
    ),
    Case(
        check="folder.tokens",
        arrange=_open_token,
        outcome="fail",
        says="pos.token",
        mends="chmod 600",
    ),
    Case(check="folder.leftovers", arrange=as_it_is, outcome="ok", says="nothing"),
    Case(
        check="folder.leftovers",
        arrange=_address_left,
        outcome="warn",
        says="address was left behind",
        mends="rm ",
    ),
    Case(
        check="folder.leftovers",
        arrange=_socket_left,
        outcome="warn",
        says=".sock was left behind",
        mends="rm ",
    ),
    Case(
        check="folder.leftovers",
        arrange=_in_use,
        outcome="not_applicable",
        says="is running",
    ),
)
