"""What is done beside the requests is done by a thread that one failing task does not stop, and that ends when told to."""

from __future__ import annotations

import threading

from assistant.caretaker import Caretaker
from assistant.errors import StateUnavailable


def test_one_task_that_fails_keeps_no_other_from_being_done() -> None:
    done: list[str] = []

    def broken() -> int:
        raise StateUnavailable

    def lost() -> int:
        raise PermissionError

    def fine() -> int:
        done.append("fine")
        return 3

    assert Caretaker({"a": broken, "b": lost, "c": fine}).once() == {"a": 0, "b": 0, "c": 3}
    assert done == ["fine"]


def test_it_begins_at_once_and_ends_when_told_to() -> None:
    seen = threading.Event()

    def task() -> int:
        seen.set()
        return 0

    caretaker = Caretaker({"task": task}, seconds=3600)
    caretaker.start()
    caretaker.start()
    assert seen.wait(30)
    caretaker.close()
    assert caretaker.once() == {}
