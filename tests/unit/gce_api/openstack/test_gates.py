"""A service that hangs takes nothing else along; one that is busy is waited for."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from gce_api.google import errors
from gce_api.openstack.gates import Gate


class Service:
    """Something that answers when it is let."""

    def __init__(self):
        self.gate = Gate(most=6, many=3, patience=0.2)
        self.patience = 10.0  # of those who ask
        self.answers = threading.Semaphore(0)
        self.asked = threading.Semaphore(0)

    def call(self):
        with self.gate.passage() as through:
            self.asked.release()
            through.is_answered = self.answers.acquire(timeout=self.patience)


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def callers(service):
    with ThreadPoolExecutor(20) as pool:
        yield lambda count: [pool.submit(service.call) for _ in range(count)]
        service.answers.release(1000)


def asked(service, count):
    for _ in range(count):
        assert service.asked.acquire(timeout=10)


def test_while_it_hangs_nobody_waits_for_a_turn(service, callers):
    calls = callers(10)
    asked(service, 6)
    ended, waiting = wait(calls, timeout=2)
    assert {type(call.exception()) for call in ended} == {errors.Unavailable}
    assert (len(ended), len(waiting)) == (4, 6)


def test_once_it_answers_again_everybody_may_come(service, callers):
    waiting = callers(6)
    asked(service, 6)
    threading.Event().wait(0.3)
    with pytest.raises(errors.Unavailable):
        service.call()
    service.answers.release(100)
    for call in waiting:
        call.result(timeout=10)
    service.call()


def test_of_a_busy_one_everybody_gets_an_answer(service, callers):
    calls = callers(18)
    for _ in range(18):
        asked(service, 1)
        threading.Event().wait(0.05)
        service.answers.release()
    for call in calls:
        call.result(timeout=10)


def test_a_single_slow_call_is_no_sign_that_it_hangs(service, callers):
    callers(1)
    asked(service, 1)
    threading.Event().wait(0.3)
    callers(1)
    asked(service, 1)  # it came through


def test_after_a_call_that_was_not_answered_one_at_a_time_finds_out(service, callers):
    service.patience = 0.1
    callers(1)[0].result(timeout=5)
    service.patience = 10.0
    callers(1)
    asked(service, 2)
    threading.Event().wait(0.3)
    with pytest.raises(errors.Unavailable):
        service.call()
