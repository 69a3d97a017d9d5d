"""What a PATCH makes of a resource (RFC 7396)."""

import pytest

from gce_api.google.merging import patched


@pytest.mark.parametrize(
    ("present", "patch", "after"),
    [
        ({"a": 1, "b": 2}, {"a": 3}, {"a": 3, "b": 2}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": None, "d": 3}}, {"a": {"c": 2, "d": 3}}),
        ({"a": [1, 2]}, {"a": []}, {"a": []}),
        ({"a": 1}, {"a": {"b": None, "c": 2}}, {"a": {"c": 2}}),
        ({}, {"a": [{"b": None, "c": 1}, None]}, {"a": [{"c": 1}]}),
    ],
)
def test_a_patch_merges_objects_and_null_removes(present, patch, after):
    before = repr(present)
    assert patched(present, patch) == after
    assert repr(present) == before
