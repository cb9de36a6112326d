"""The register of words: a key and its values in, a sentence of the language out."""

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from typing import Final

from agent.words.languages import LANGUAGES, Language
from agent.words.writing import write_number

DEFAULT: Final = "en"


class Words:
    """One language's words. Whole numbers among the values are written in its digits."""

    def __init__(self, language: Language) -> None:
        self.language: Final = language
        with files("agent.words").joinpath(f"{language.code}.mo").open("rb") as catalogue:
            self._catalogue: Final = GNUTranslations(catalogue)

    def __contains__(self, key: str) -> bool:
        """Whether there are words for a key."""
        return self._catalogue.gettext(key) != key

    def say(self, key: str, **values: int | str) -> str:
        """Say a key; one without words is said as it is, so that nothing stays hidden."""
        return self._filled(self._catalogue.gettext(key), values)

    def count(self, key: str, number: int, **values: int | str) -> str:
        """Say a key about a number, which is its value ``number``, in the right plural."""
        words = self._catalogue.ngettext(key, key, abs(number))
        return self._filled(words, {**values, "number": number})

    def _filled(self, words: str, values: dict[str, int | str]) -> str:
        written = {
            name: write_number(value, self.language) if isinstance(value, int) else value
            for name, value in values.items()
        }
        return words.format_map(written)


@cache
def words_of(code: str) -> Words:
    """Return a language's words; those of :data:`DEFAULT` for a code nobody knows."""
    return Words(LANGUAGES.get(code, LANGUAGES[DEFAULT]))
