"""The register of words: a key and its values in, a sentence of the language out."""

from datetime import date
from fractions import Fraction
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from typing import Final

from agent.words.languages import LANGUAGES, Language
from agent.words.writing import (
    apart,
    money_key,
    write_amount,
    write_day,
    write_exact,
    write_number,
)
from rules.ground.sentence import Amount, Counted, Sentence, Value

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

    def known(self, text: str) -> str:
        """Say a text as it stands, without gaps; one without words stays as it is."""
        return self._catalogue.gettext(text) if text else ""

    def say(self, key: str, **values: int | str) -> str:
        """Say a key; one without words is said as it is, so that nothing stays hidden."""
        return self._filled(self._catalogue.gettext(key), values)

    def count(self, key: str, number: int, **values: int | str) -> str:
        """Say a key about a number, which is its value ``number``, in the right plural."""
        words = self._catalogue.ngettext(key, key, abs(number))
        return self._filled(words, {**values, "number": number})

    def tell(self, text: str) -> str:
        """Say a sentence from below the pages; any other text stays as it is."""
        if not isinstance(text, Sentence):
            return text
        gaps = {name: self._gap(value) for name, value in text.values.items()}
        return self._words(text).format_map(gaps)

    def money(self, minor: int, currency: str) -> str:
        """Write an amount of minor units with its currency."""
        amount = write_amount(abs(minor), currency, self.language)
        written = self.say(money_key(currency), amount=amount, currency=currency)
        return self._apart(f"−{written}") if minor < 0 else written  # a minus

    def _words(self, sentence: Sentence) -> str:
        key = sentence.english
        if isinstance(sentence, Counted):
            return self._catalogue.ngettext(key, key, abs(sentence.number))
        return self._catalogue.gettext(key)

    def _gap(self, value: Value) -> str:
        match value:
            case tuple():
                return self.say("list.comma").join(map(self._gap, value))
            case Amount():
                return self.money(value.minor, value.currency)
            case date():
                return write_day(value, self.language)
            case int() | Fraction():
                return write_exact(Fraction(value), self.language)
            case Sentence():
                return self.tell(value)
            case str():
                return self._apart(value)

    def _apart(self, text: str) -> str:
        """Keep a text whole where words run from the right and could tear it."""
        return text if self.language.direction == "ltr" else apart(text)

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
