"""Files of stories: read, each played against its programme, and told."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.programmes.playing import Difference, Played, play
from agent.programmes.programme_files import IS_THE_NAME_RIGHT, load
from agent.programmes.story import Story, StoryFault
from agent.programmes.story_text import TEXT_BYTES_MAX, read_stories
from agent.words.catalogue import Words
from agent.words.tables import columns, padded
from rules.ground.sentence import Sentence
from rules.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlayed:
    """What came of each story of a file."""

    path: Path
    stories: tuple[Played, ...]

    def told(self, words: Words) -> Iterator[str]:
        """Yield it line by line, for a terminal."""
        yield str(self.path)
        for story in self.stories:
            state = words.say("story.differs" if story.differences else "story.holds")
            title = story.title or words.say("story.untitled")
            looked = words.count("story.looked_at", story.looked_at)
            yield f"  {state}  {title} ({looked})"
            for one in story.differences:
                yield "    " + words.say("story.line", line=one.line, step=one.step)
                yield from _beside(words, one)

    def out(self, words: Words) -> dict[str, object]:
        """Return it as plain data, told in the language."""
        stories = [
            {
                "title": story.title,
                "looked_at": story.looked_at,
                "differences": [
                    {
                        "line": one.line,
                        "step": one.step,
                        "expected": words.tell(one.expected),
                        "got": words.tell(one.got),
                    }
                    for one in story.differences
                ],
            }
            for story in self.stories
        ]
        return {"file": str(self.path), "stories": stories}


def _beside(words: Words, one: Difference) -> Iterator[str]:
    """Yield what was expected and, right below, what came."""
    wanted, got = words.say("story.expected"), words.say("story.got")
    width = max(columns(wanted), columns(got))
    yield f"      {padded(wanted, width)}  {words.tell(one.expected)}"
    yield f"      {padded(got, width)}  {words.tell(one.got)}"


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
        raise _in_file(path, fault) from fault
    return FilePlayed(path=path, stories=tuple(played))


def stories_of(path: Path) -> tuple[Story, ...]:
    """Read a file's stories; raise a Fault that names the file."""
    try:
        with path.open("rb") as file:
            return read_stories(file.read(TEXT_BYTES_MAX + 1))
    except OSError as error:
        raise StoryFault(
            Sentence("{file} cannot be read.", file=str(path)), hint=IS_THE_NAME_RIGHT
        ) from error
    except StoryFault as fault:
        raise _in_file(path, fault) from fault


def _in_file(path: Path, fault: StoryFault) -> StoryFault:
    said = Sentence("{file}: {what}", file=str(path), what=fault.what)
    return StoryFault(said, hint=fault.hint)


def _named(path: Path, story: Story) -> Path:
    if story.programme:
        return path.parent / story.programme
    beside = path.with_suffix(".toml")
    if beside.exists():
        return beside
    raise StoryFault(
        Sentence("No programme is named."),
        hint=Sentence(
            "Write 'Programme: FILE' at the top, or give --programme FILE, or {beside}.",
            beside=str(beside),
        ),
    )
