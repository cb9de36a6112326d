"""Files of stories: read, each played against its programme, and told."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from agent.programmes.playing import Played, play
from agent.programmes.programme_files import load
from agent.programmes.story import Story, StoryFault
from agent.programmes.story_text import TEXT_BYTES_MAX, read_stories
from rules.programme import Programme

_OK: Final = "ok    "
_NO: Final = "DIFFERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlayed:
    """What came of each story of a file."""

    path: Path
    stories: tuple[Played, ...]

    def told(self) -> Iterator[str]:
        """Yield it line by line, for a terminal."""
        yield str(self.path)
        for story in self.stories:
            state = _NO if story.differences else _OK
            yield f"  {state} {story.title or '(no title)'} ({story.looked_at} looked at)"
            for one in story.differences:
                yield f"    line {one.line}, {one.step}"
                yield f"      expected {one.expected}"
                yield f"      got      {one.got}"

    def out(self) -> dict[str, object]:
        """Return it as plain data."""
        stories = [asdict(story) for story in self.stories]
        return {"file": str(self.path), "stories": stories}


def play_file(path: Path, programme: Path | None) -> FilePlayed:
    """Play a file's stories; raise a Fault with the file's name when that cannot be done.

    A story names its programme relative to its own file; ``programme`` overrides it.
    """
    known: dict[Path, Programme] = {}
    played: list[Played] = []
    stories = stories_of(path)
    try:
        for story in stories:
            named = programme or _named(path, story)
            if named not in known:
                known[named] = load(named)
            played.append(play(story, known[named]))
    except StoryFault as fault:
        raise StoryFault(f"{path}: {fault}", hint=fault.hint) from fault
    return FilePlayed(path=path, stories=tuple(played))


def stories_of(path: Path) -> tuple[Story, ...]:
    """Read a file's stories; raise a Fault that names the file."""
    try:
        with path.open("rb") as file:
            return read_stories(file.read(TEXT_BYTES_MAX + 1))
    except OSError as error:
        raise StoryFault(
            f"{path} cannot be read: {error.strerror}.", hint="Is the name right?"
        ) from error
    except StoryFault as fault:
        raise StoryFault(f"{path}: {fault}", hint=fault.hint) from fault


def _named(path: Path, story: Story) -> Path:
    if story.programme:
        return path.parent / story.programme
    beside = path.with_suffix(".toml")
    if beside.exists():
        return beside
    raise StoryFault(
        "no programme is named.",
        hint=f"Write 'Programme: FILE' at the top, or give --programme FILE, or {beside}.",
    )
