"""What head office's tables are made of: their one register, and the kinds of columns."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Text

METADATA: Final = MetaData()


def key(name: str, kind: type[Text | Integer | BigInteger] = Text) -> Column[object]:
    """Return a part of the primary key."""
    return Column(name, kind, primary_key=True, autoincrement=False)


def text(name: str) -> Column[object]:
    """Return a column of text."""
    return Column(name, Text, nullable=False)


def whole(name: str) -> Column[object]:
    """Return a column of whole numbers."""
    return Column(name, BigInteger, nullable=False)


def blob(name: str) -> Column[object]:
    """Return a column of bytes."""
    return Column(name, LargeBinary, nullable=False)


def flag(name: str) -> Column[object]:
    """Return a column that is true or false."""
    return Column(name, Boolean, nullable=False)
