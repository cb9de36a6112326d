"""Head office: the way there step by step, its certificate, its clock, the last contact."""

import shlex
from datetime import datetime, timedelta
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.lasting import lasting
from rules.ground.sentence import Sentence
from sync.kit.clock import from_ms
from sync.till.inspection.inspecting import JOURNAL
from sync.till.inspection.reaching import Obstacle, Reach

_NO_OFFICE: Final = Sentence("No head office is named: this till stands alone.")
_AUTHORITY: Final = Sentence("The authority of head office")
_CERTIFICATE: Final = Sentence("The certificate of head office")
_EARLIER: Final = Sentence("The way to head office ends before this.")
_STEPS: Final[tuple[Obstacle, ...]] = (
    "name",
    "connection",
    "authority",
    "encryption",
    "answer",
)
_PROXIES: Final = ("https_proxy", "http_proxy", "all_proxy")

# OpenSSL's verify codes.
_NOT_YET, _EXPIRED = 9, 10
_OTHER_NAME: Final = (62, 64)
_LIMIT_S: Final = 5


def _name(ground: Ground) -> Finding:
    if not _has_office(ground):
        return not_applicable(_NO_OFFICE)
    come = ground.reach()
    if come.obstacle == "name":
        return fail(
            Sentence(
                "The name {host} is not found ({words}).", host=come.host, words=come.words
            ),
            mend=f"getent hosts {come.host}",
            remark=Sentence("mend the network or /etc/resolv.conf"),
        )
    return ok(Sentence("The name {host} is found.", host=come.host))


def _connection(ground: Ground) -> Finding:
    come = _come_to(ground, "connection")
    if isinstance(come, Finding):
        return come
    if come.obstacle == "connection":
        return fail(
            Sentence(
                "Nobody answers at {host}, port {port} ({words}).",
                host=come.host,
                port=come.port,
                words=come.words,
            ),
            mend=f"nc -vz {come.host} {come.port}",
            remark=Sentence("let it through the firewall"),
        )
    return ok(
        Sentence("{host} takes connections on port {port}.", host=come.host, port=come.port)
    )


def _authority(ground: Ground) -> Finding:
    come = _come_to(ground, "authority")
    if isinstance(come, Finding):
        return come
    if not come.encrypted:
        return not_applicable(
            Sentence("Head office is on this machine: nothing is encrypted.")
        )
    if come.obstacle == "authority":
        return fail(
            Sentence(
                "The certificate authority's file cannot be read ({words}).",
                words=come.words,
            ),
            mend=f"ls -l {_authority_file(ground)}",
            remark=Sentence("`ca` in {name}", name=ground.file.name),
        )
    return _lasting(ground, come.authority_until, what=_AUTHORITY) or ok(
        Sentence("The authority's file is good.")
    )


def _certificate(ground: Ground) -> Finding:
    come = _come_to(ground, "encryption")
    if isinstance(come, Finding):
        return come
    if not come.encrypted:
        return not_applicable(
            Sentence("Head office is on this machine: nothing is encrypted.")
        )
    if come.obstacle == "encryption":
        return _disbelieved(ground, come)
    return _lasting(ground, come.certificate_until, what=_CERTIFICATE) or ok(
        Sentence("Head office shows a certificate of the pinned authority.")
    )


def _disbelieved(ground: Ground, come: Reach) -> Finding:
    show = (
        f"openssl s_client -connect {come.host}:{come.port} "
        f"-CAfile {_authority_file(ground)} </dev/null"
    )
    match come.verify_code:
        case code if code == _EXPIRED:
            return fail(
                Sentence("Head office's certificate has expired."),
                mend=show,
                remark=Sentence("renew"),
            )
        case code if code == _NOT_YET:
            return fail(
                Sentence(
                    "Head office's certificate is not valid yet, so this clock is behind."
                ),
                mend="sudo timedatectl set-ntp true",
            )
        case code if code in _OTHER_NAME:
            return fail(
                Sentence("The certificate is not for the name {host}.", host=come.host),
                mend=show,
            )
        case 0:
            return fail(
                Sentence("No encryption could be agreed on ({words}).", words=come.words),
                mend=show,
            )
        case _:
            return fail(
                Sentence(
                    "Somebody else's certificate is shown: a portal's, a proxy's, or one "
                    "of another authority than `ca` names."
                ),
                mend=show,
            )


def _lasting(ground: Ground, until: datetime | None, *, what: Sentence) -> Finding | None:
    if until is None:
        return None
    left = until - ground.clock.now()
    if left < ground.limits.certificate_warn:
        return warn(
            Sentence(
                "{what} ends on {until}, in {left}.",
                what=what,
                until=until.date(),
                left=lasting(left),
            ),
            mend=f"openssl x509 -enddate -noout -in {_authority_file(ground)}",
            remark=Sentence("renew"),
        )
    return ok(
        Sentence(
            "{what} is good until {until}.",
            what=what,
            until=until.date(),
        )
    )


def _proxy(ground: Ground) -> Finding:
    if not _has_office(ground):
        return not_applicable(_NO_OFFICE)
    # Only the variable is named: its value may hold a password.
    named = [name for name in ground.environment if name.lower() in _PROXIES]
    if not named:
        return ok(Sentence("No proxy is named in the environment."))
    come = ground.reach()
    if come.obstacle in {"name", "connection"}:
        return warn(
            Sentence(
                "{variable} names a proxy, the till uses none, and it finds no way "
                "without.",
                variable=named[0],
            ),
            mend=f"nc -vz {come.host} {come.port}",
            remark=Sentence("allow this till straight through"),
        )
    return ok(
        Sentence(
            "{variable} names a proxy; the till goes straight to head office.",
            variable=named[0],
        )
    )


def _clock(ground: Ground) -> Finding:
    come = _come_to(ground, "answer")
    if isinstance(come, Finding):
        return come
    if come.ahead_s is None:
        return warn(
            Sentence(
                "Something that is not head office answers at {host} ({words}).",
                host=come.host,
                words=come.words,
            ),
            mend=f"curl -v {'https' if come.encrypted else 'http'}://{come.host}:{come.port}"
            "/v1/health",
        )
    off = timedelta(seconds=abs(come.ahead_s))
    if come.ahead_s > 0:
        said = Sentence(
            "This clock is {length} ahead of head office's.", length=lasting(off)
        )
    else:
        said = Sentence("This clock is {length} behind head office's.", length=lasting(off))
    if off >= ground.limits.clock_fail:
        return fail(said, mend="sudo timedatectl set-ntp true")
    if off >= ground.limits.clock_warn:
        return warn(said, mend="sudo timedatectl set-ntp true")
    return ok(Sentence("This clock and head office's agree."))


def _contact(ground: Ground) -> Finding:
    if not _has_office(ground):
        return not_applicable(_NO_OFFICE)
    if not (ground.folder / JOURNAL).exists():
        return not_applicable(Sentence("The till has not been started yet."))
    contact_ms = ground.journal().contact_ms
    mend = ground.command("sync now")
    if not contact_ms:
        return warn(
            Sentence("Head office was never heard since this till was enrolled."), mend=mend
        )
    age = ground.clock.now() - from_ms(contact_ms)
    said = Sentence("Head office was last heard {length} ago.", length=lasting(age))
    if age >= ground.limits.waiting_fail:
        return fail(said, mend=mend)
    return warn(said, mend=mend) if age >= ground.limits.waiting_warn else ok(said)


def _come_to(ground: Ground, step: Obstacle) -> Reach | Finding:
    """Return how far it came if it came to a step, else why there is nothing to say."""
    if not _has_office(ground):
        return not_applicable(_NO_OFFICE)
    come = ground.reach()
    if come.obstacle and _STEPS.index(come.obstacle) < _STEPS.index(step):
        return not_applicable(_EARLIER)
    return come


def _has_office(ground: Ground) -> bool:
    return ground.settings.office is not None


def _authority_file(ground: Ground) -> str:
    office = ground.settings.office
    return shlex.quote(str(office.ca)) if office and office.ca else "CA"


GROUP: Final = Group(
    Sentence("Head office"),
    (
        Check(name="office.name", look=_name, limit_s=_LIMIT_S),
        Check(name="office.connection", look=_connection, limit_s=_LIMIT_S),
        Check(name="office.authority", look=_authority, limit_s=_LIMIT_S),
        Check(name="office.certificate", look=_certificate, limit_s=_LIMIT_S),
        Check(name="office.proxy", look=_proxy, limit_s=_LIMIT_S),
        Check(name="office.clock", look=_clock, limit_s=_LIMIT_S),
        Check(name="office.contact", look=_contact),
    ),
)
