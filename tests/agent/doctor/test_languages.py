"""What doctor finds, told in the languages that people at tills read."""

from pathlib import Path

from agent.doctor.check import Group
from agent.doctor.register import GROUPS
from agent.doctor.rounds import chosen, examine
from agent.doctor.telling import told
from agent.words.catalogue import words_of
from agent.words.tables import columns
from tests.agent.doctor.scene import Scene


def _folder(code: str, tmp_path: Path, *names: str) -> list[str]:
    with Scene(tmp_path) as scene:
        scene.data.chmod(0o755)
        groups: tuple[Group, ...] = chosen(GROUPS, names)
        return list(told(groups, examine(scene.ground(), groups), words_of(code)))


def test_a_finding_is_told_in_the_language_and_its_command_as_it_is_typed(
    tmp_path: Path,
) -> None:
    title, found, mend, summary = _folder("fa", tmp_path, "folder.closed")

    data = tmp_path / "data"
    assert title == "پوشهٔ داده"
    assert found == (
        f"  هشدار  folder.closed  دیگران روی این دستگاه درون \u2068{data}\u2069 را می‌بینند."
    )
    assert mend.endswith(f"چاره:    chmod 700 {data}")
    assert summary == "۱ بررسی: ۰ خوب، ۱ دیدنی، ۰ خراب، ۰ نامربوط"


def test_what_was_found_stands_in_one_column(tmp_path: Path) -> None:
    lines = _folder("am", tmp_path, "folder")
    rows = [line for line in lines if " folder." in line]

    at = {columns(line[: line.index("folder.")]) for line in rows}
    assert (len(rows), len(at)) == (6, 1)
