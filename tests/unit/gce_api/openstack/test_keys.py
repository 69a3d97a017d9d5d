"""Whether a change may go on when others change the same."""

import pytest

from gce_api.google import errors
from gce_api.openstack.keys import check_between

BEFORE = {"a": "1", "b": "2"}
WANTED = {"a": "9", "c": "3"}


@pytest.mark.parametrize(
    "present",
    [BEFORE, WANTED, {"a": "9", "b": "2"}, {"a": "1", "b": "2", "c": "3"}],
    ids=["nothing", "everything", "a part of it", "another part"],
)
def test_what_a_change_has_done_itself_does_not_stop_it(present):
    check_between(present, BEFORE, WANTED)


@pytest.mark.parametrize(
    "present", [{**BEFORE, "d": "4"}, {"a": "5", "b": "2"}, {"a": "9", "b": "0"}]
)
def test_what_somebody_else_has_changed_does(present):
    with pytest.raises(errors.ConditionNotMet):
        check_between(present, BEFORE, WANTED)
    check_between(present, None, WANTED)
