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
from rules.ground.sentence import Counted, Sentence, Value
from rules.members.member_facts import FactsChange
from sync.kit.clock import SystemClock, from_ms
from sync.kit.faults import Fault
from sync.kit.words import tell
from sync.office.budgets.states import budget_out
from sync.office.command_line.draw_tasks import draw
from sync.office.command_line.left_out import WHY
from sync.office.command_line.member_lines import NONE, place_line, tier_line, voucher_line
from sync.office.command_line.premises import Premises, open_office
from sync.office.gifts.activities import read_lines
from sync.office.joining.table_reading import read_table
from sync.office.office import Office
from sync.office.status.explaining import change_lines
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
        raise Fault(
            Sentence("{store} names no store", store=arguments.store),
            hint=Sentence("Write it as S01."),
        )
    if not 0 < arguments.hours <= HOURS_MAX:
        raise Fault(
            Sentence("a token cannot be good for {hours} hours", hours=arguments.hours),
            hint=Sentence("Choose --hours from 1 to {most}.", most=HOURS_MAX),
        )
    expires = SystemClock().now() + timedelta(hours=arguments.hours)
    _say(office.new_token(arguments.store, reusable=arguments.reusable, expires=expires))
    return 0


def _import(office: Office, arguments: argparse.Namespace) -> int:
    imported = office.import_members(read_table(arguments.file))
    for line, why in imported.left_out:
        _warn(line, why)
    taken = Counted("{count} member", "{count} members", count=imported.members)
    left_out = len(imported.left_out)
    _say(Sentence("{members} taken in, {count} left out", members=taken, count=left_out))
    return 0


def _programme(office: Office, arguments: argparse.Namespace) -> int:
    _publish(office, arguments.file)
    return 0


def _verify(office: Office, arguments: argparse.Namespace) -> int:
    verified = office.verify()
    if arguments.json:
        _say(json.dumps(asdict(verified) | {"agrees": verified.agrees}))
    else:
        _say(
            Sentence(
                "{journals} journals, {records} records, {accounts} accounts: {problems}",
                journals=verified.journals,
                records=verified.records,
                accounts=verified.accounts,
                problems=_problems(len(verified.problems)),
            )
        )
        for problem in verified.problems:
            _say(problem)
    return 0 if verified.agrees else _FAULT


def _problems(count: int) -> Sentence:
    if not count:
        return Sentence("no problems")
    return Counted("{count} problem", "{count} problems", count=count)


def _status(office: Office, arguments: argparse.Namespace) -> int:
    fleet = office.fleet()
    if arguments.json:
        _say(json.dumps(asdict(fleet)))
        return 0
    _say(
        Sentence(
            "generation {generation}, programme {programme}, {members} members, "
            "{findings} findings",
            generation=fleet.generation,
            programme=fleet.programme,
            members=fleet.members,
            findings=fleet.findings,
        )
    )
    if fleet.frozen:
        _say(Sentence("nothing is dealt until every till has reported"))
    for till in fleet.tills:
        _say(
            Sentence(
                "{till} at {store}: {records} records, {waiting} waiting, {quarantined} in "
                "quarantine, {state}",
                till=f"{till.till}.{till.life}",
                store=till.store,
                records=till.durable,
                waiting=till.waiting,
                quarantined=till.quarantined,
                state=_state(till),
            )
        )
        if till.held_back:
            _say(_held_back(till))
    return 0


def _state(till: FleetTill) -> str:
    if till.retired:
        return Sentence("retired")
    return till.frozen or Sentence("good")


def _budgets(office: Office, arguments: argparse.Namespace) -> int:
    states = office.budgets()
    if arguments.json:
        told = (budget_out(state) for state in states)
        _say(json.dumps(list(told)))
        return 0
    for state in states:
        said = budget_out(state)
        _say(
            Sentence(
                "{campaign}, {counts} {period}: {used} of {set_aside} given, {left} left "
                "({here} here, {at_tills} at tills)",
                **said | {"campaign": _whose(said), "left": state.left},
            )
        )
    return 0


def _whose(budget: Mapping[str, Value]) -> Value:
    campaign, store = budget["campaign"], budget["store"]
    if not store:
        return campaign
    return Sentence("{campaign} at {store}", campaign=campaign, store=store)


def _goals(office: Office, arguments: argparse.Namespace) -> int:
    states = office.goals()
    if arguments.json:
        _say(json.dumps([goal_out(state) for state in states]))
        return 0
    for state in states:
        title, *lines = goal_lines(state)
        _say(title)
        for line in lines:
            _say(f"  {tell(line)}")
    if not states:
        _say(Sentence("no campaign of the programme has a goal"))
    return 0


def _restored(office: Office, _arguments: argparse.Namespace) -> int:
    _say(
        Sentence(
            "generation {generation}: nothing is dealt until each till reported",
            generation=office.begin_generation(),
        )
    )
    return 0


def _retire(office: Office, arguments: argparse.Namespace) -> int:
    if not office.retire(arguments.till):
        raise Fault(
            Sentence("there is no till {till}", till=arguments.till),
            hint=Sentence("vafa office status names them all."),
        )
    _say(Sentence("{till} is retired", till=arguments.till))
    return 0


def _publish(office: Office, file: Path) -> None:
    try:
        document = file.read_bytes()
    except OSError as error:
        raise Fault(
            Sentence(
                "{file} cannot be read: {why}", file=str(file), why=str(error.strerror)
            ),
            hint=Sentence("Name a TOML or JSON file."),
        ) from error
    form: Form = "toml" if file.suffix == ".toml" else "json"
    programme = office.publish(document, form=form)
    _say(
        Sentence(
            "programme {name}, version {version}, is published",
            name=programme.name,
            version=programme.version,
        )
    )
    for till in office.fleet().tills:
        if till.held_back == programme.version and not till.retired:
            _say(_held_back(till))


def _held_back(till: FleetTill) -> Sentence:
    return Sentence(
        "{till} at {store}: programme {version} is held back, it knows edition {edition} "
        "of the rules only; the one before holds on there until Vafa is upgraded",
        till=till.till,
        store=till.store,
        version=till.held_back,
        edition=till.edition,
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{tell(line)}\n")


def _warn(line: int, why: str) -> None:
    said = Sentence("line {line}: left out, {why}", line=line, why=WHY.get(why, why))
    sys.stderr.write(f"{tell(said)}\n")


def _member(office: Office, arguments: argparse.Namespace) -> int:
    found = office.explain_member(arguments.account)
    if found is None:
        raise Fault(
            Sentence("there is no member {account}", account=arguments.account),
            hint=Sentence("Look the account up by a scan."),
        )
    held, place = found.held, found.place
    _say(tier_line(held))
    if place is not None:
        _say(place_line(place))
    _say(Sentence("segments: {names}", names=found.segments or NONE))
    for given in found.vouchers:
        _say(voucher_line(given))
    for change in found.changes:
        for number, line in enumerate(change_lines(change)):
            when = f"{from_ms(change.at_ms):%Y-%m-%d %H:%M} {change.record}: "
            _say(f"{when if number == 0 else ' ' * len(when)}{line}")
    return 0


def _tier(office: Office, arguments: argparse.Namespace) -> int:
    try:
        given = office.give_tier(arguments.account, arguments.tier, arguments.until)
    except ValueError as error:
        raise Fault(str(error), hint=Sentence("Write days as 2027-12-31.")) from error
    if not given:
        raise Fault(
            Sentence(
                "there is no member {account}, or no tier {tier}",
                account=arguments.account,
                tier=arguments.tier,
            ),
            hint=Sentence("vafa office member ACCOUNT tells where a member stands."),
        )
    _say(Sentence("{account} holds {tier}", account=arguments.account, tier=arguments.tier))
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
        raise Fault(
            error.sentence, hint=Sentence("vafa office facts --help shows how.")
        ) from error
    if known is None:
        raise Fault(
            Sentence("there is no member {account}", account=arguments.account),
            hint=Sentence("Look the account up by a scan."),
        )
    birthday = known.birthday or Sentence("not known")
    told = tuple(f"{name}={value}" for name, value in known.attributes)
    _say(Sentence("birthday: {day}", day=birthday))
    _say(Sentence("groups: {names}", names=known.groups or NONE))
    _say(Sentence("attributes: {names}", names=told or NONE))
    return 0


def _event(office: Office, arguments: argparse.Namespace) -> int:
    told = office.tell_event(arguments.event, f"{arguments.document}|sale")
    if told is None:
        raise Fault(
            Sentence("no sale {document} is known here", document=arguments.document),
            hint=Sentence(
                "Write STORE|WORKSTATION|DAY|NUMBER; its till may have to sync first."
            ),
        )
    _say(Sentence("{count} became usable", count=told))
    return 0


def _activities(office: Office, arguments: argparse.Namespace) -> int:
    told = office.tell_activities(read_lines(arguments.file))
    for line, why in told.left_out:
        _warn(line, why)
    _say(
        Sentence(
            "{new} new, {known} known, {count} left out",
            new=told.new,
            known=told.known,
            count=len(told.left_out),
        )
    )
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
