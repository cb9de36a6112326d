"""The data folder: there, the till's own, closed to others, without leftovers."""

import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.users import me, user_name
from agent.pos.door.tokens import FOLDER, SUFFIX
from agent.settings.config_values import UNIX
from agent.settings.premises import ADDRESS_FILE
from rules.ground.sentence import Counted, Sentence
from sync.till.book.identity import FILE_NAME
from sync.till.contact.enrol import PENDING

_OTHERS: Final = 0o077
_NOT_YET: Final = Sentence("There is no data folder yet.")
_SECRETS: Final = (FILE_NAME, PENDING)


def _present(ground: Ground) -> Finding:
    folder = ground.folder
    if folder.is_dir():
        return ok(Sentence("{folder} is there.", folder=str(folder)))
    if folder.exists():
        return fail(
            Sentence("{folder} is a file, not a folder.", folder=str(folder)),
            mend=f"mv {_quoted(folder)} {_quoted(folder)}.aside",
        )
    return fail(
        Sentence("The data folder {folder} is not there.", folder=str(folder)),
        mend=f"mkdir -p -m 700 {_quoted(folder)}",
        remark=Sentence("as the till's own user"),
    )


def _make(ground: Ground) -> str:
    # Made by root it would be root's, and the till's own user could not use it.
    if ground.folder.exists() or me() == 0 != ground.folder.parent.stat().st_uid:
        return ""
    ground.folder.mkdir(mode=0o700, parents=True)
    return Sentence("made {names}", names=str(ground.folder))


def _owned(ground: Ground) -> Finding:
    folder = ground.folder
    if not folder.is_dir():
        return not_applicable(_NOT_YET)
    owner = user_name(ground.user)
    if not ground.is_ours:
        return warn(
            Sentence(
                "{folder} belongs to {owner}, you are {you}: not all can be seen.",
                folder=str(folder),
                owner=owner,
                you=user_name(me()),
            ),
            mend=f"sudo -u {owner} {ground.command('doctor')}",
        )
    strangers = [path for path in folder.rglob("*") if path.lstat().st_uid != ground.user]
    if strangers:
        return fail(
            Sentence(
                "{files} in {folder} not of {owner}.",
                files=Counted("{count} file", "{count} files", count=len(strangers)),
                folder=str(folder),
                owner=owner,
            ),
            mend=f"sudo chown -R {owner}: {_quoted(folder)}",
        )
    return ok(
        Sentence(
            "Everything in {folder} belongs to {owner}.", folder=str(folder), owner=owner
        )
    )


def _closed(ground: Ground) -> Finding:
    folder = ground.folder
    if not folder.is_dir():
        return not_applicable(_NOT_YET)
    if _open_to_others(folder):
        return warn(
            Sentence("Others on this machine can look into {folder}.", folder=str(folder)),
            mend=f"chmod 700 {_quoted(folder)}",
        )
    return ok(Sentence("Only its owner can look into {folder}.", folder=str(folder)))


def _close(ground: Ground) -> str:
    return _restrict([ground.folder], 0o700)


def _secrets(ground: Ground) -> Finding:
    return _only_ours(list(_present_secrets(ground)), what=Sentence("the till's keys"))


def _close_secrets(ground: Ground) -> str:
    return _restrict(list(_present_secrets(ground)), 0o600)


def _tokens(ground: Ground) -> Finding:
    return _only_ours(_token_files(ground), what=Sentence("the POS tokens"))


def _close_tokens(ground: Ground) -> str:
    return _restrict(_token_files(ground), 0o600)


def _leftovers(ground: Ground) -> Finding:
    if ground.holder or ground.health:
        return not_applicable(Sentence("The till is running: its files are in use."))
    left = list(_left_behind(ground))
    if left:
        return warn(
            Sentence(
                "{name} was left behind by a till that is not running.", name=left[0].name
            ),
            mend=f"rm {_quoted(left[0])}",
        )
    return ok(Sentence("A till that ran before left nothing behind."))


def _sweep(ground: Ground) -> str:
    left = list(_left_behind(ground))
    for path in left:
        path.unlink(missing_ok=True)
    names = tuple(path.name for path in left)
    return Sentence("removed {names}", names=names) if names else ""


def _only_ours(paths: list[Path], *, what: Sentence) -> Finding:
    if not paths:
        return not_applicable(Sentence("There are no files with {what} yet.", what=what))
    for path in paths:
        if _open_to_others(path):
            return fail(
                Sentence(
                    "{name}, one of {what}, can be read by others.",
                    name=path.name,
                    what=what,
                ),
                mend=f"chmod 600 {_quoted(path)}",
            )
    return ok(Sentence("Only their owner can read {what}.", what=what))


def _restrict(paths: list[Path], mode: int) -> str:
    opened = [path for path in paths if _open_to_others(path)]
    for path in opened:
        path.chmod(mode)
    return f"chmod {mode:o} {' '.join(path.name for path in opened)}" if opened else ""


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
    Sentence("Data folder"),
    (
        Check(name="folder.present", look=_present, repair=_make),
        Check(name="folder.owner", look=_owned),
        Check(name="folder.closed", look=_closed, repair=_close),
        Check(name="folder.keys", look=_secrets, repair=_close_secrets),
        Check(name="folder.tokens", look=_tokens, repair=_close_tokens),
        Check(name="folder.leftovers", look=_leftovers, repair=_sweep),
    ),
)
