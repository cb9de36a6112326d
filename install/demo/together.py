"""Doing several things at once, each on a thread of its own."""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from install.demo.answers import UnexpectedError
from install.demo.calls import LostAnswerError
from sync.kit.faults import Fault

S = TypeVar("S")
T = TypeVar("T")


def all_at_once(*works: Callable[[], T]) -> tuple[T, ...]:
    """Do all of it, and return the answers in order once all is done or has failed.

    Raises the first that failed.
    """
    answers: dict[int, T] = {}
    errors: list[Exception] = []

    def do(place: int) -> None:
        try:
            answers[place] = works[place]()
        except (UnexpectedError, LostAnswerError, Fault, OSError) as error:
            errors.append(error)

    # Daemons: whoever presses Ctrl-C does not wait for them.
    threads = [
        threading.Thread(target=do, args=(place,), daemon=True)
        for place in range(len(works))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return tuple(answers[place] for place in range(len(works)))


def side_by_side(work: Callable[[S], T], subjects: Iterable[S]) -> tuple[T, ...]:
    """Do the same with several at once."""
    return all_at_once(*(partial(work, subject) for subject in subjects))
