"""The data folder: there, the till's own, closed to others, without leftovers."""

import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, counted, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.users import me, user_name
from agent.pos.door.tokens import FOLDER, SUFFIX
from agent.settings.config_values import UNIX
from agent.settings.premises import ADDRESS_FILE
from sync.till.book.identity import FILE_NAME
from sync.till.contact.enrol import PENDING

_OTHERS: Final = 0o077
_NOT_YET: Final = "There is no data folder yet."
_SECRETS: Final = (FILE_NAME, PENDING)


def _present(ground: Ground) -> Finding:
    folder = ground.folder
    if folder.is_dir():
        return ok(f"{folder} is there.")
    if folder.exists():
        return fail(
            f"{folder} is a file, not a folder.",
            mend=f"mv {_quoted(folder)} {_quoted(folder)}.aside",
        )
    return fail(
        f"The data folder {folder} is not there.",
        mend=f"mkdir -p -m 700 {_quoted(folder)}   # as the till's own user",
    )


def _make(ground: Ground) -> str:
    # Made by root it would be root's, and the till's own user could not use it.
    if ground.folder.exists() or me() == 0 != ground.folder.parent.stat().st_uid:
        return ""
    ground.folder.mkdir(mode=0o700, parents=True)
    return f"made {ground.folder}"


def _owned(ground: Ground) -> Finding:
    folder = ground.folder
    if not folder.is_dir():
        return not_applicable(_NOT_YET)
    owner = user_name(ground.user)
    if not ground.is_ours:
        return warn(
            f"{folder} belongs to {owner}, you are {user_name(me())}: not all can be seen.",
            mend=f"sudo -u {owner} {ground.command('doctor')}",
        )
    strangers = [path for path in folder.rglob("*") if path.lstat().st_uid != ground.user]
    if strangers:
        return fail(
            f"{counted(len(strangers), 'file')} in {folder} not of {owner}.",
            mend=f"sudo chown -R {owner}: {_quoted(folder)}",
        )
    return ok(f"Everything in {folder} belongs to {owner}.")


def _closed(ground: Ground) -> Finding:
    folder = ground.folder
    if not folder.is_dir():
        return not_applicable(_NOT_YET)
    if _open_to_others(folder):
        return warn(
            f"Others on this machine can look into {folder}.",
            mend=f"chmod 700 {_quoted(folder)}",
        )
    return ok(f"Only its owner can look into {folder}.")


def _close(ground: Ground) -> str:
    return _restrict([ground.folder], 0o700)


def _secrets(ground: Ground) -> Finding:
    return _only_ours(list(_present_secrets(ground)), what="the till's keys")


def _close_secrets(ground: Ground) -> str:
    return _restrict(list(_present_secrets(ground)), 0o600)


def _tokens(ground: Ground) -> Finding:
    return _only_ours(_token_files(ground), what="the POS tokens")


def _close_tokens(ground: Ground) -> str:
    return _restrict(_token_files(ground), 0o600)


def _leftovers(ground: Ground) -> Finding:
    if ground.holder or ground.health:
        return not_applicable("The till is running: its files are in use.")
    left = list(_left_behind(ground))
    if left:
        return warn(
            f"{left[0].name} was left behind by a till that is not running.",
            mend=f"rm {_quoted(left[0])}",
        )
    return ok("A till that ran before left nothing behind.")


def _sweep(ground: Ground) -> str:
    left = list(_left_behind(ground))
    for path in left:
        path.unlink(missing_ok=True)
    return f"removed {', '.join(path.name for path in left)}" if left else ""


def _only_ours(paths: list[Path], *, what: str) -> Finding:
    if not paths:
        return not_applicable(f"There are no files with {what} yet.")
    for path in paths:
        if _open_to_others(path):
            return fail(
                f"{path.name}, one of {what}, can be read by others.",
                mend=f"chmod 600 {_quoted(path)}",
            )
    return ok(f"Only their owner can read {what}.")


def _restrict(paths: list[Path], mode: int) -> str:
    opened = [path for path in paths if _open_to_others(path)]
    for path in opened:
        path.chmod(mode)
    return f"chmod {mode:o} {', '.join(path.name for path in opened)}" if opened else ""


def _left_behind(ground: Ground) -> Iterator[Path]:
    address = ground.folder / ADDRESS_FILE
    if address.exists():
        yield address
    yield from ground.folder.glob("*.new")
    listen = ground.config.api.listen if ground.config else ""
    if listen.startswith(UNIX) and Path(listen.removeprefix(UNIX)).is_socket():
        yield Path(listen.removeprefix(UNIX))


def _present_secrets(ground: Ground) -> Iterator[Path]:
    return (path for name in _SECRETS if (path := ground.folder / name).exists())


def _token_files(ground: Ground) -> list[Path]:
    return sorted((ground.folder / FOLDER).glob(f"*{SUFFIX}"))


def _open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


GROUP: Final = Group(
    "Data folder",
    (
        Check(name="folder.present", look=_present, repair=_make),
        Check(name="folder.owner", look=_owned),
        Check(name="folder.closed", look=_closed, repair=_close),
        Check(name="folder.keys", look=_secrets, repair=_close_secrets),
        Check(name="folder.tokens", look=_tokens, repair=_close_tokens),
        Check(name="folder.leftovers", look=_leftovers, repair=_sweep),
    ),
)
