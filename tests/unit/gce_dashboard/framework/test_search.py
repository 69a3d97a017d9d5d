"""What a text in the filter field means."""

import pytest

from gce_dashboard.framework import columns, search, terms

WORDS = {"RUNNING": "Running", "TERMINATED": "Stopped", "STOPPED": "Stopped"}
NAME = columns.name()
COLUMNS = (
    NAME,
    columns.choice("status", "Status", WORDS),
    columns.reference("zone", "Zone", linked=False),
    columns.addresses("internal", "Internal IP", "nics.ip"),
    columns.field("sizeGb", "Size", unit="GB", key="size"),
    columns.created(),
    columns.labels(),
)
ITEM = {
    "name": "web-1",
    "status": "TERMINATED",
    "zone": "https://gce.test/compute/v1/projects/demo/zones/us-central1-a",
    "nics": [{"ip": "10.128.0.5"}, {"ip": "10.129.0.5"}],
    "sizeGb": "100",
    "creationTimestamp": "2026-11-20T10:15:30.000-00:00",
    "labels": {"env": "dev"},
}


def plan(text, shown=COLUMNS):
    return search.plan(text, COLUMNS, shown)


@pytest.mark.parametrize(
    "text",
    [
        "status=RUNNING labels.env=dev",
        'name eq "web.*"',
        "(status=RUNNING OR status=STAGING) name:web",
        "zone:* AND NOT name=x",
        "creationTimestamp>2026-11-20",
        'description:"two words"',
    ],
)
def test_gces_grammar_goes_to_the_endpoint_as_it_was_typed(text):
    assert plan(text).filter == text
    assert not plan(text).tests


@pytest.mark.parametrize(
    ("text", "filter"),
    [
        ("status:stopped", '(status=TERMINATED OR status=STOPPED OR status:"stopped")'),
        ("status=Stopped", "(status=TERMINATED OR status=STOPPED)"),
        ("status!=Stopped", "NOT (status=TERMINATED OR status=STOPPED)"),
        ("zone=us-central1-b", 'zone="*/zones/us-central1-b"'),
        ("-zone:B", 'NOT (zone="*/zones/*b*")'),
        ("size>=50", "sizeGb>=50"),
        ("internal-ip:10.128", 'nics.ip:"10.128"'),
        ("internal:*", "nics.ip:*"),
        ('name:"a \\"b\\""', 'name:"a \\"b\\""'),
    ],
)
def test_what_a_column_shows_becomes_the_endpoints_filter(text, filter):
    assert plan(text).filter == filter
    assert not plan(text).tests


def test_a_word_is_looked_for_by_the_endpoint_where_it_can_look_into_all_that_is_shown():
    found = plan("b-1", shown=COLUMNS[:-1])  # all but labels
    assert found.filter == '(name:"b-1" OR zone="*/zones/*b-1*" OR nics.ip:"b-1")'
    assert not found.tests


@pytest.mark.parametrize(
    "text",
    [
        "WEB",
        "10.129.0",
        "stopped",
        "us-central1-a",
        "'100 GB'",
        '"env: dev"',
        '"Nov 20, 2026"',
        "2026-11-20",
        "w*1",
        "-running",
        "labels:dev",
        "created:2026-11",
    ],
)
def test_what_is_shown_is_found_in_the_rows(text):
    found = plan(text)
    assert found.tests or found.filter
    assert found.matches(ITEM)


@pytest.mark.parametrize("text", ["web-2", "TERMINATED", "demo", "-stopped", "-web", "labels:prod"])
def test_what_is_not_shown_is_not_found(text):
    found = plan(text)
    assert found.tests
    assert not found.matches(ITEM)


def test_a_field_that_is_none_of_the_columns_may_be_a_label():
    assert plan("env:dev status=RUNNING").filter == "env:dev status=RUNNING"
    assert plan("env:dev status=RUNNING").guess == 'labels.env:"dev" status=RUNNING'
    assert plan("status=RUNNING scheduling.preemptible=true").guess is None


@pytest.mark.parametrize(
    "text", ["https://example.com/x", "fe80::1", "fa:16:3e:00:00:01", "10:15:30", "it's", "->", "-"]
)
def test_colons_and_signs_in_words_are_no_fields(text):
    (term,) = terms.read(text)
    assert (term.field, term.value, term.negated) == ("", text, False)


def test_quotation_marks_and_brackets_hold_together():
    read = terms.read('"two words" name:"a b" (x=1 OR y=2) foo(bar)')
    assert [term.text for term in read] == ['"two words"', 'name:"a b"', "(x=1 OR y=2)", "foo(bar)"]
    assert [term.value for term in read] == ["two words", "a b", "", "foo(bar)"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('name:"web', "quotation mark"),
        ("(name=web", "not closed"),
        ("name=web)", "not opened"),
        ("name:", "“name:” needs a value"),
    ],
)
def test_an_unreadable_filter_says_why(text, why):
    with pytest.raises(terms.Unreadable, match=why):
        terms.read(text)


def test_chips_are_in_the_words_of_the_page():
    chips = search.chips("status=TERMINATED -zone:b size>5 web env:dev", COLUMNS)
    assert [chip["label"] for chip in chips] == [
        "Status: Stopped",
        "not Zone: b",
        "Size > 5",
        "web",
        "env:dev",
    ]
