"""Network tags that Nova has no room for."""

from hypothesis import given
from hypothesis import strategies as st

from gce_api.google.rules import MOST_TAGS
from gce_api.openstack import network_tags
from gce_api.openstack.rows import Row

TAG = st.from_regex(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", fullmatch=True)


def server(tags):
    return Row({"id": "1", "tags": tags})


@given(st.lists(TAG, unique=True, max_size=MOST_TAGS))
def test_every_tag_comes_back_and_nova_can_hold_them(tags):
    kept = network_tags.kept(tags)
    assert len(kept) <= network_tags.MOST
    assert all(len(tag) <= network_tags.LONGEST and not set(tag) & set("/,") for tag in kept)
    assert network_tags.of(server(kept[::-1])) == sorted(tags)


def test_as_many_as_google_allows_of_a_usual_length_fit():
    tags = [f"a-tag-of-some-thirty-characters-{number:02}" for number in range(MOST_TAGS)]
    assert network_tags.of(server(network_tags.kept(tags))) == tags


def test_what_nova_can_hold_stays_as_it_is_for_other_tools_to_see():
    assert network_tags.kept(["web", "db", "web"]) == ["web", "db"]


def test_tags_of_other_tools_are_shown():
    assert network_tags.of(server(["~mine", "Their Tag"])) == ["Their Tag", "~mine"]
