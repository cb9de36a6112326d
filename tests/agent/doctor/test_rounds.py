"""A round ends whatever its checks do."""

import errno
from dataclasses import replace
from pathlib import Path
from threading import Event

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, ok
from agent.doctor.ground import Ground, NoGroundFault
from agent.doctor.rounds import chosen, examine, repaired
from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from tests.agent.doctor.scene import Scene


def _group(name: str, *checks: Check) -> Group:
    return Group(Sentence(name), checks)


def test_a_check_that_hangs_is_told_and_holds_nobody_up(tmp_path: Path) -> None:
    never = Event()

    def hang(_: Ground) -> Finding:
        never.wait()
        return ok("It ended.")

    groups = (
        _group(
            "One",
            Check(name="one.hangs", look=hang, limit_s=1),
            Check(name="one.ends", look=lambda _: ok("It ended.")),
        ),
        _group("Two", Check(name="two.ends", look=lambda _: ok("It ended."))),
    )
    with Scene(tmp_path) as scene:
        found = examine(scene.ground(), groups)
    never.set()

    assert [result.check.name for result in found] == ["one.hangs", "one.ends", "two.ends"]
    assert [result.finding.outcome for result in found] == ["warn", "ok", "ok"]
    assert "did not end within 1 s" in found[0].finding.cause


def test_what_a_check_raises_becomes_its_finding(tmp_path: Path) -> None:
    def fault(_: Ground) -> Finding:
        raise Fault("The world failed.", hint="Mend it.")

    def no_ground(_: Ground) -> Finding:
        raise NoGroundFault("Nothing to stand on.", hint="settings.file")

    def denied(_: Ground) -> Finding:
        raise PermissionError(errno.EACCES, "Permission denied")

    group = _group(
        "All",
        Check(name="a.fault", look=fault),
        Check(name="a.ground", look=no_ground),
        Check(name="a.denied", look=denied),
    )
    with Scene(tmp_path) as scene:
        first, second, third = (each.finding for each in examine(scene.ground(), (group,)))

    assert (first.outcome, first.cause, first.mend) == (
        "fail",
        "The world failed.",
        "Mend it.",
    )
    assert (second.outcome, second.cause) == (
        "not_applicable",
        "Nothing to stand on. See settings.file.",
    )
    assert (third.outcome, "Permission denied" in third.cause) == ("warn", True)
    assert third.mend.startswith("sudo vafa doctor a.denied --config ")


def test_what_a_stranger_may_not_see_is_one_finding_not_twenty(tmp_path: Path) -> None:
    def denied(_: Ground) -> Finding:
        raise PermissionError(errno.EACCES, "Permission denied")

    with Scene(tmp_path) as scene:
        ground = replace(scene.ground(), is_ours=False)
        group = _group("All", Check(name="a.denied", look=denied))
        (found,) = examine(ground, (group,))

    assert found.finding.outcome == "not_applicable"
    assert "see folder.owner" in found.finding.cause


def test_a_repair_that_cannot_is_told_as_such(tmp_path: Path) -> None:
    def refuse(_: Ground) -> str:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    def bad(_: Ground) -> Finding:
        raise Fault("It is bad.", hint="Mend it.")

    group = _group(
        "All",
        Check(name="a.bad", look=bad, repair=refuse),
        Check(name="a.well", look=lambda _: ok("Well."), repair=refuse),
    )
    with Scene(tmp_path) as scene:
        ground = scene.ground()
        done = repaired(ground, examine(ground, (group,)))

    assert done == {"a.bad": "nothing: Operation not permitted"}


def test_a_name_means_one_check_and_a_room_means_all_of_its_own() -> None:
    group = _group(
        "All",
        *(Check(name=name, look=lambda _: ok("Well.")) for name in ("a.x", "a.y", "ab.x")),
    )

    named = [
        [check.name for found in chosen((group,), names) for check in found.checks]
        for names in ([], ["a"], ["a.y"], ["none"])
    ]

    assert named == [["a.x", "a.y", "ab.x"], ["a.x", "a.y"], ["a.y"], []]
