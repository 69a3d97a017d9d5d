"""A request's id goes with its work."""

from gce_api.openstack import parallel, tracing

THEIRS = "req-0a1b2c3d-0000-4000-8000-0123456789ab"


def test_the_clients_id_is_told_to_others():
    tracing.begin(THEIRS)
    assert tracing.current() == THEIRS


def test_without_one_or_with_another_form_of_it_ours_is_told():
    for given in (None, "", "req-1", "x" * 5000, f"{THEIRS}\nX-Auth-Token: a"):
        ours = tracing.begin(given)
        assert tracing.current() == ours.request_id != given


def test_calls_side_by_side_are_of_the_same_request():
    tracing.begin(THEIRS)
    assert parallel.gather(*[tracing.current] * 5) == [THEIRS] * 5


def test_a_thread_of_a_pool_forgets_its_last_request():
    tracing.begin(THEIRS)
    parallel.gather(*[tracing.current] * 5)
    tracing.begin()
    assert THEIRS not in parallel.gather(*[tracing.current] * 5)


def test_work_that_is_kept_for_later_has_the_context_it_was_given():
    told = tracing.carried(tracing.current, tracing.context(THEIRS))
    tracing.begin()
    assert told() == THEIRS
