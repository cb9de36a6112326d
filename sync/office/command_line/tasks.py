"""What the commands of head office do; each prints for a person, or data when asked."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Final

from rules.economics.goals_told import goal_lines, goal_out
from rules.ground.bounds import OutOfBoundsError
from rules.ground.sentence import Sentence
from rules.members.member_facts import FactsChange
from sync.kit.clock import SystemClock, from_ms
from sync.kit.faults import Fault
from sync.kit.words import tell
from sync.office.budgets.states import budget_out
from sync.office.command_line.draw_tasks import draw
from sync.office.command_line.premises import Premises, open_office
from sync.office.gifts.activities import read_lines
from sync.office.joining.table_reading import read_table
from sync.office.office import Office
from sync.office.status.explaining import change_lines
from sync.office.status.given_vouchers import GivenVoucher
from sync.office.tills.fleet import FleetTill
from sync.wire.programme.door import Form

HOURS_MAX: Final = 24 * 366
"""A token that waits for longer is one that somebody finds."""

_FAULT: Final = 1
_STORE: Final = re.compile(r"[^\s|/\\]{1,64}")


def open_for(arguments: argparse.Namespace) -> Office:
    """Open the office that the arguments name."""
    return open_office(Premises(folder=arguments.data, database=arguments.database))


def _serve(office: Office, arguments: argparse.Namespace) -> int:
    # Loaded here: the other commands need no web server, which takes a second to load.
    from sync.office.door.serving import Listening, listening, serve  # noqa: PLC0415

    if arguments.programme:
        _publish(office, arguments.programme)
    host, port = listening(arguments.listen)
    at = Listening(
        host=host,
        port=port,
        certificate=arguments.tls_cert,
        key=arguments.tls_key,
        plain=arguments.plain,
    )
    serve(office, at)
    return 0


def _token(office: Office, arguments: argparse.Namespace) -> int:
    if not _STORE.fullmatch(arguments.store):
        raise Fault(f"{arguments.store!r} names no store", hint="Write it as S01.")
    if not 0 < arguments.hours <= HOURS_MAX:
        raise Fault(
            f"a token cannot be good for {arguments.hours} hours",
            hint=f"Choose --hours from 1 to {HOURS_MAX}.",
        )
    expires = SystemClock().now() + timedelta(hours=arguments.hours)
    _say(office.new_token(arguments.store, reusable=arguments.reusable, expires=expires))
    return 0


def _import(office: Office, arguments: argparse.Namespace) -> int:
    imported = office.import_members(read_table(arguments.file))
    for line, why in imported.left_out:
        sys.stderr.write(f"line {line}: left out, {why.replace('_', ' ')}\n")
    taken = "1 member" if imported.members == 1 else f"{imported.members:,} members"
    _say(f"{taken} taken in, {len(imported.left_out):,} left out")
    return 0


def _programme(office: Office, arguments: argparse.Namespace) -> int:
    _say(_publish(office, arguments.file))
    return 0


def _verify(office: Office, arguments: argparse.Namespace) -> int:
    verified = office.verify()
    if arguments.json:
        _say(json.dumps(asdict(verified) | {"agrees": verified.agrees}))
    else:
        _say(
            f"{verified.journals} journals, {verified.records} records, "
            f"{verified.accounts} accounts: {len(verified.problems) or 'no'} problems"
        )
        for problem in verified.problems:
            _say(problem)
    return 0 if verified.agrees else _FAULT


def _status(office: Office, arguments: argparse.Namespace) -> int:
    fleet = office.fleet()
    if arguments.json:
        _say(json.dumps(asdict(fleet)))
        return 0
    _say(
        f"generation {fleet.generation}, programme {fleet.programme}, "
        f"{fleet.members} members, {fleet.findings} findings"
        + (", dealing nothing until every till has reported" if fleet.frozen else "")
    )
    for till in fleet.tills:
        state = "retired" if till.retired else till.frozen or "good"
        _say(
            f"{till.till}.{till.life} at {till.store}: {till.durable} records, "
            f"{till.waiting} waiting, {till.quarantined} in quarantine, {state}"
            + _held_back(till)
        )
    return 0


def _budgets(office: Office, arguments: argparse.Namespace) -> int:
    states = office.budgets()
    if arguments.json:
        told = (budget_out(state) for state in states)
        _say(json.dumps(list(told)))
        return 0
    for state in states:
        said = budget_out(state)
        store = f" at {said['store']}" if said["store"] else ""
        _say(
            f"{said['campaign']}{store}, {said['counts']} {said['period']}: "
            f"{said['used']:,} of {said['set_aside']:,} given, {state.left:,} left "
            f"({said['here']:,} here, {said['at_tills']:,} at tills)"
        )
    return 0


def _goals(office: Office, arguments: argparse.Namespace) -> int:
    states = office.goals()
    if arguments.json:
        _say(json.dumps([goal_out(state) for state in states]))
        return 0
    for state in states:
        title, *lines = goal_lines(state)
        _say(tell(title))
        for line in lines:
            _say(f"  {tell(line)}")
    if not states:
        _say(tell(Sentence("no campaign of the programme has a goal")))
    return 0


def _restored(office: Office, _arguments: argparse.Namespace) -> int:
    _say(
        f"generation {office.begin_generation()}: nothing is dealt until each till reported"
    )
    return 0


def _retire(office: Office, arguments: argparse.Namespace) -> int:
    if not office.retire(arguments.till):
        raise Fault(
            f"there is no till {arguments.till}", hint="vafa office status names them all."
        )
    _say(f"{arguments.till} is retired")
    return 0


def _publish(office: Office, file: Path) -> str:
    try:
        document = file.read_bytes()
    except OSError as error:
        raise Fault(
            f"{file} cannot be read: {error.strerror}", hint="Name a TOML or JSON file."
        ) from error
    form: Form = "toml" if file.suffix == ".toml" else "json"
    programme = office.publish(document, form=form)
    return "\n".join(
        [
            f"programme {programme.name}, version {programme.version}, is published",
            *(
                f"{till.till} at {till.store}{_held_back(till)}"
                for till in office.fleet().tills
                if till.held_back == programme.version and not till.retired
            ),
        ]
    )


def _held_back(till: FleetTill) -> str:
    if not till.held_back:
        return ""
    return (
        f": programme {till.held_back} is held back, it knows edition {till.edition} of the"
        " rules only; the one before holds on there until Vafa is upgraded"
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _member(office: Office, arguments: argparse.Namespace) -> int:
    found = office.explain_member(arguments.account)
    if found is None:
        raise Fault(
            f"there is no member {arguments.account}", hint="Look the account up by a scan."
        )
    held, place = found.held, found.place
    end = f" until {from_ms(held.until_ms):%Y-%m-%d %H:%M} UTC" if held.until_ms else ""
    kind = f", {held.kind}" if held.kind else ""
    _say(f"{held.account}: tier {held.tier or 'none'}{end}{kind}")
    if place is not None:
        way = f"{place.next_tier} from {place.need:,}" if place.next_tier else "at the top"
        _say(f"counts {place.have:,}; {way} ({place.share})")
    _say(f"segments: {', '.join(found.segments) or 'none'}")
    for given in found.vouchers:
        _say(_voucher_line(given))
    for change in found.changes:
        for number, line in enumerate(change_lines(change)):
            when = f"{from_ms(change.at_ms):%Y-%m-%d %H:%M} {change.record}: "
            _say(f"{when if number == 0 else ' ' * len(when)}{line}")
    return 0


def _voucher_line(given: GivenVoucher) -> str:
    what = "coupon" if given.is_coupon else "gift card"
    left = f"{given.left:,} left" if given.left else "nothing left"
    end = (
        f", until {from_ms(given.expires_ms):%Y-%m-%d %H:%M} UTC"
        if given.expires_ms
        else ""
    )
    unit = "" if given.is_coupon or not given.left else " (minor units)"
    return f"{what} {given.code} by {given.rule}: {left}{unit}{end}"


def _tier(office: Office, arguments: argparse.Namespace) -> int:
    try:
        given = office.give_tier(arguments.account, arguments.tier, arguments.until)
    except ValueError as error:
        raise Fault(str(error), hint="Write days as 2027-12-31.") from error
    if not given:
        raise Fault(
            f"there is no member {arguments.account}, or no tier {arguments.tier}",
            hint="vafa office member ACCOUNT tells where a member stands.",
        )
    _say(f"{arguments.account} holds {arguments.tier}")
    return 0


def _facts(office: Office, arguments: argparse.Namespace) -> int:
    pairs = [told.partition("=") for told in arguments.attribute]
    try:
        known = office.learn(
            arguments.account,
            FactsChange(
                birthday=arguments.birthday,
                joins=tuple(arguments.group),
                leaves=tuple(arguments.no_group),
                attributes=tuple((name.strip(), value.strip()) for name, _, value in pairs),
            ),
        )
    except OutOfBoundsError as error:
        raise Fault(str(error), hint="vafa office facts --help shows how.") from error
    if known is None:
        raise Fault(
            f"there is no member {arguments.account}", hint="Look the account up by a scan."
        )
    _say(f"birthday: {known.birthday or 'not known'}")
    _say(f"groups: {', '.join(known.groups) or 'none'}")
    told = ", ".join(f"{name}={value}" for name, value in known.attributes)
    _say(f"attributes: {told or 'none'}")
    return 0


def _event(office: Office, arguments: argparse.Namespace) -> int:
    told = office.tell_event(arguments.event, f"{arguments.document}|sale")
    if told is None:
        raise Fault(
            f"no sale {arguments.document} is known here",
            hint="Write STORE|WORKSTATION|DAY|NUMBER; its till may have to sync first.",
        )
    _say(f"{told:,} became usable")
    return 0


def _activities(office: Office, arguments: argparse.Namespace) -> int:
    told = office.tell_activities(read_lines(arguments.file))
    for line, why in told.left_out:
        sys.stderr.write(f"line {line}: left out, {why.replace('_', ' ')}\n")
    _say(f"{told.new:,} new, {told.known:,} known, {len(told.left_out):,} left out")
    return 0


TASKS: Final[Mapping[str, Callable[[Office, argparse.Namespace], int]]] = {
    "serve": _serve,
    "token": _token,
    "import": _import,
    "programme": _programme,
    "verify": _verify,
    "status": _status,
    "budgets": _budgets,
    "goals": _goals,
    "member": _member,
    "tier": _tier,
    "facts": _facts,
    "event": _event,
    "draw": draw,
    "activities": _activities,
    "restored": _restored,
    "retire": _retire,
}
"""The register: a command's name and what it does."""
