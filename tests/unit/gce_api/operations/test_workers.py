"""Projects take turns at the threads that work on operations."""

from __future__ import annotations

import threading

from gce_api.operations.workers import Workers


def test_a_project_with_much_to_do_does_not_keep_others_waiting():
    workers, order = Workers(1), []
    began, begin, end = threading.Event(), threading.Event(), threading.Event()

    def hold():
        began.set()
        assert begin.wait(10)

    workers.of("other")(hold)
    assert began.wait(10)
    for number in range(3):
        workers.of("busy")(order.append, f"busy {number}")
    workers.of("small")(order.append, "small")
    workers.of("busy")(end.set)
    begin.set()
    assert end.wait(10)
    assert order == ["busy 0", "small", "busy 1", "busy 2"]


def test_work_that_fails_leaves_the_thread_to_the_next():
    workers, end = Workers(1), threading.Event()
    workers.of("a")(lambda: 1 / 0)
    workers.of("a")(end.set)
    assert end.wait(10)
