"""What a filter lets OpenStack be asked for by name."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gce_api.google.names import gce_name
from gce_api.lists import filter as filters
from gce_api.openstack.rows import Row

TOLD = {
    "name=web-1": "^web-1$",
    '(name eq "web-1")(status eq RUNNING)': "^web-1$",
    "status=RUNNING AND name=web-1": "^web-1$",
    'name eq ".*\\bweb\\-1\\b.*"': "[wW][eE][bB][^A-Za-z0-9]+1",
    'name:"Web"': "[wW][eE][bB]",
}
NOT_TOLD = (
    "status=RUNNING",
    "NOT name=web-1",
    "name=web-1 OR status=RUNNING",
    "name=web-1 OR name=web-2",  # Nova takes no alternatives on MySQL
    'name eq "web-1|web-2"',
    "name=web-*",
    "name=web-0a1b2c3d",  # the end may be appended by the endpoint
    'name eq ".*\\b0a1b2c3d\\b.*"',
    "name:web-1",
    "name:cafe",
    "name:x-1",
    "labels.name=web",
)


@pytest.mark.parametrize(("text", "pattern"), TOLD.items())
def test_a_filter_by_name_tells_the_name_in_openstack(text, pattern):
    assert filters.own_name(filters.parse(text)) == pattern


@pytest.mark.parametrize("text", NOT_TOLD)
def test_a_filter_that_other_names_may_meet_tells_nothing(text):
    assert filters.own_name(filters.parse(text)) is None


NAMES = st.text("aAxe1-_ .", max_size=6) | st.text("we-1", min_size=48, max_size=54)
WORDS = st.from_regex("[aex1]{1,2}(-[aex1]{1,2}){0,2}", fullmatch=True)
ENDS = st.text("ae1", min_size=8, max_size=8)


@given(NAMES, ENDS, st.booleans(), WORDS)
@example("1", "0" * 8, True, "x-1")
@example("x", "1" * 8, False, "x-1")
@example("e" * 60, "1" * 8, False, "e")
def test_no_instance_is_missed_whatever_its_name_is_made_of(name, end, unique, word):
    thing = Row({"id": end + "-0000", "name": name})
    shown = {"name": gce_name(thing, unique=unique)}
    cut = shown["name"][:-9]  # as it would be without what was appended
    for text in {word, shown["name"], cut} - {""}:
        for form in ('name="{}"', 'name:"{}"', 'name eq ".*\\b{}\\b.*"', 'name eq "{}"'):
            condition = filters.parse(form.format(text))
            pattern = filters.own_name(condition)
            if pattern and condition.matches(shown):
                assert re.search(pattern, name)
