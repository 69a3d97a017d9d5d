"""Partial responses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gce_api.google import errors, fields

WITH_DISKS = {
    "id": "1",
    "name": "a",
    "disks": [{"source": "s", "boot": True}],
    "labels": {"x": "y"},
}
LIST = {
    "kind": "compute#instanceList",
    "nextPageToken": "t",
    "items": [WITH_DISKS, {"id": "2", "name": "b"}],
}


def items(*rows):
    return {"items": list(rows)}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("kind", {"kind": "compute#instanceList"}),
        ("kind, nextPageToken", {"kind": "compute#instanceList", "nextPageToken": "t"}),
        ("items/name", items({"name": "a"}, {"name": "b"})),
        ("items(name)", items({"name": "a"}, {"name": "b"})),
        ("items(id,disks/source)", items({"id": "1", "disks": [{"source": "s"}]}, {"id": "2"})),
        ("items/id,items/name", items({"id": "1", "name": "a"}, {"id": "2", "name": "b"})),
        ("items/disks(source,boot)", items({"disks": WITH_DISKS["disks"]}, {})),
        ("items/disks/source,items/disks", items({"disks": WITH_DISKS["disks"]}, {})),
        ("items/labels/x", items({"labels": {"x": "y"}}, {})),
        (
            "items/*/source",
            items({**WITH_DISKS, "disks": [{"source": "s"}], "labels": {}}, LIST["items"][1]),
        ),
        ("missing", {}),
        ("*", LIST),
    ],
)
def test_fields_keep_what_they_name(text, kept):
    assert fields.select(fields.parse(text), LIST) == kept


@pytest.mark.parametrize(
    "text", ["", ",", "a,", "a(", "a()", "a)b", "a//b", "(a)", "a b", "x" * 5000]
)
def test_malformed_fields_are_refused(text):
    with pytest.raises(errors.Invalid, match="Invalid field selection"):
        fields.parse(text)


@given(st.lists(st.sampled_from(["a", "items", "/", "(", ")", ",", "*", "name"])).map("".join))
def test_any_text_is_a_selection_or_a_clear_error(text):
    try:
        selection = fields.parse(text)
    except errors.GceError:
        return
    assert fields.select(selection, LIST).keys() <= LIST.keys()


def test_selections_of_a_thousand_levels_are_refused():
    deep = "/".join("a" * 1000)
    with pytest.raises(errors.Invalid):
        fields.parse(f"{deep},{deep}")
