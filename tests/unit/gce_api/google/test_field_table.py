"""The table of what becomes of each field."""

from gce_api.google import field_table, inputs
from gce_api.google.discovery import document
from gce_api.serving import loading

loading.load()


def rows(name):
    return {row.path: row for row in field_table.rows_of(document().methods[f"compute.{name}"])}


def test_what_is_within_a_field_that_is_done_is_told_and_nothing_within_another():
    found = rows("instances.insert")
    assert found["disks.initializeParams.sourceImage"].fate.kind == inputs.DONE
    assert found["shieldedInstanceConfig"].fate.kind == inputs.KEPT
    assert not [path for path in found if path.startswith("shieldedInstanceConfig.")]


def test_a_refusal_tells_what_is_taken_all_the_same():
    assert rows("instances.insert")["networkInterfaces.nicType"].why.endswith("Taken: VIRTIO_NET.")


def test_what_only_an_answer_has_is_no_input():
    assert {"id", "status", "creationTimestamp"}.isdisjoint(rows("instances.insert"))


def test_every_field_of_every_body_is_done_kept_or_refused_with_a_reason():
    for method in loading.handled_methods():
        for row in field_table.rows_of(method):
            assert row.fate.kind in (inputs.DONE, inputs.KEPT) or row.why, (method.id, row.path)


def test_every_schema_within_a_field_that_is_done_is_declared():
    """Or else it would only seem to be done, and take nothing."""
    for method in loading.handled_methods():
        paths = rows(method.id.removeprefix("compute."))
        taken = {path for path, row in paths.items() if row.fate.kind != inputs.REFUSED}
        for path, row in paths.items():
            outer = path.rpartition(".")[0]
            alone = outer and not any(each.startswith(outer + ".") for each in taken)
            assert not (alone and row.fate.why == inputs.NOT_HERE), (method.id, path)
