"""The filter parameter of lists, in both grammars."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gce_api.google import errors
from gce_api.lists import filter as filters

VM = {
    "name": "vm1",
    "id": "4242",
    "status": "RUNNING",
    "creationTimestamp": "2026-03-01T10:00:00.000-07:00",
    "zone": "https://h/compute/v1/projects/p/zones/us-central1-a",
    "deletionProtection": False,
    "cpuPlatform": "Intel Skylake",
    "labels": {"env": "dev", "owner": "", "cost center": "12"},
    "tags": {"items": ["web", "db"]},
    "scheduling": {"automaticRestart": True},
    "disks": [{"diskSizeGb": "10", "boot": True}, {"diskSizeGb": "200", "boot": False}],
}

MET = [
    "",
    "name=vm1",
    "name = 'vm1'",
    'name = "vm*"',
    "name != other",
    "id = 4242",
    "name=vm1 AND status=RUNNING",
    "name=vm1 status=RUNNING",
    "(name=vm1) (status=RUNNING)",
    "name=other OR name=vm1",
    "name=vm1 AND status=TERMINATED OR status=RUNNING",  # OR binds tighter
    "NOT name=other",
    "-name=other",
    "-(name=other OR name=another)",
    "NOT (NOT name=vm1)",
    "labels.env=dev",
    "labels.env:*",
    "labels.missing != x",
    'labels."cost center"=12',
    "labels:env",
    "tags.items=db",
    "tags.items:we",
    "cpuPlatform : skylake",
    "zone:us-central1",
    "zone=https://h/compute/v1/projects/p/zones/us-central1-a",
    'zone = "https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a"',
    "zone=https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-*",
    "zone eq https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-[ab]",
    "zone eq https://h/compute/v1/projects/p/.*",
    "zone eq https://h/.*",
    "scheduling.automaticRestart = true",
    "deletionProtection=False",
    "disks.diskSizeGb > 100",
    "disks.diskSizeGb <= 10.0",
    "creationTimestamp > 2026-03-01",
    "creationTimestamp < 2026-03-01T18:00:00Z",
    'creationTimestamp = "2026-03-01T17:00:00Z"',
    "name eq vm1",
    'name eq ".*\\bvm1\\b.*"',
    "name eq 'vm[0-9]'",
    "name eq (vm|db)\\d",
    "name ne v",
    "status eq RUNNING",
    "deletionProtection eq false",
    "(status eq RUNNING)(name ne db)",
    "((status eq RUNNING)(name eq vm1))(id eq 4242)",
]

NOT_MET = [
    "name=vm",
    "name=VM1",
    "name != vm1",
    "name=vm1 AND status=TERMINATED",
    "labels.missing=x",
    "labels.missing:*",
    "labels.owner:*",
    "labels:missing",
    "tags.items=we",
    "tags.items != db",
    "disks.diskSizeGb > 200",
    "disks.diskSizeGb = 1*1",
    "creationTimestamp > 2026-03-02",
    "name eq v",
    "name eq .*m",
    "name ne vm.",
    "labels.missing eq .*",
    "(status eq RUNNING)(name eq db)",
]

MALFORMED = [
    "name",
    "name=",
    "=vm1",
    "name=vm1 AND",
    "(name=vm1",
    "name=vm1)",
    "name == vm1",
    'name="vm1',
    "name eq",
    "name eq *vm*",
    "name eq (",
    "name eq (?=vm)",
    "status eq RUNNING AND name eq vm1",
    "(status eq RUNNING) OR (name eq vm1)",
    "(status eq RUNNING)(name=vm1)",
    "tags.items=(web)",
    "x" * 5000 + "=1",
]


@pytest.mark.parametrize("text", MET)
def test_filter_keeps_the_row(text):
    assert filters.parse(text).matches(VM)


@pytest.mark.parametrize("text", NOT_MET)
def test_filter_drops_the_row(text):
    assert not filters.parse(text).matches(VM)


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed_filter_is_refused_in_googles_words(text):
    with pytest.raises(errors.Invalid) as refused:
        filters.parse(text)
    assert refused.value.message.startswith(
        f"Invalid value for field 'filter': '{text}'. Invalid list filter expression."
    )


def test_evil_expression_takes_no_longer_than_another():
    assert not filters.parse("name eq (a+)+b").matches({"name": "a" * 10_000})


def test_condition_knows_the_fields_it_reads():
    condition = filters.parse("a.b=1 OR NOT (c:* d<2)")
    assert list(condition.paths()) == [("a", "b"), ("c",), ("d",)]


PIECES = ["name", "labels.env", "=", "!=", ":", "<", " eq ", " ne ", "(", ")", '"', "'", " AND "]
PIECES += [" OR ", "NOT ", "-", "*", "vm1", ".*", "[", "\\", "true", "2026-01-01", "1e9", " "]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("name=" + "9" * 400)
@example("creationTimestamp<9999-12-31T23:59:59-23:59")
@example("-(" * 2000)
def test_any_text_is_a_filter_or_a_clear_error(text):
    try:
        condition = filters.parse(text)
    except errors.GceError:
        return
    assert condition.matches(VM) in (True, False)


def test_filter_of_hundreds_of_nested_parentheses_is_refused():
    text = "(" * 400 + "name=a" + " OR a=b)" * 200 + " AND a=b)" * 200
    with pytest.raises(errors.Invalid):
        filters.parse(text)
