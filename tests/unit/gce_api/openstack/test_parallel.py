"""Several calls at the same time."""

import threading

import pytest

from gce_api.openstack.parallel import gather, map_regions

MORE_THAN_THE_POOL = 70


def test_the_results_come_in_order_and_the_calls_run_at_once():
    together = threading.Barrier(3, timeout=10)
    assert gather(*(lambda n=n: (together.wait(), n)[1] for n in range(3))) == [0, 1, 2]


def test_calls_that_make_calls_do_not_wait_for_each_other_for_ever():
    def inner():
        return sum(gather(*(lambda n=n: n for n in range(3))))

    assert gather(*([inner] * MORE_THAN_THE_POOL)) == [3] * MORE_THAN_THE_POOL
    found = map_regions(lambda _region: gather(*([inner] * 3)), range(MORE_THAN_THE_POOL))
    assert found == [[3, 3, 3]] * MORE_THAN_THE_POOL


def test_the_first_error_is_raised():
    with pytest.raises(ZeroDivisionError):
        gather(lambda: 1 / 0, lambda: 1)
