"""Pages of lists: every row that stays is seen exactly once, whatever comes and goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gce_api.google import errors
from gce_api.lists import paging

names = st.sets(st.integers(0, 60).map("vm-{:02}".format))
A, B, PATH = "region-a", "region-b", "projects/p/aggregated/instances"


def row(name, created=0):
    return {"name": name, "id": name, "creationTimestamp": f"2026-01-01T00:00:{created:02}Z"}


def plain(page, present):
    return paging.of_rows(page, [row(name) for name in sorted(present, reverse=True)])


def streamed(page, present):
    """The rows by turns in two regions, each read as a paged handler would."""

    def stream(region, rest):
        start = paging.after(page, region) or ""
        for name in sorted(present):
            if int(name[-2:]) % 2 == rest and name > start:
                yield name, row(name)

    return paging.of_streams(page, {A: stream(A, 0), B: stream(B, 1)})


def walk(read, size, presents):
    """Read page after page; before each one the list becomes the next of ``presents``."""
    seen, token = [], None
    for present in presents:
        page = paging.requested({"maxResults": size, "pageToken": token}, PATH)
        rows, token = read(page, present)
        assert len(rows) <= size
        seen += [r["name"] for r in rows]
        if token is None:
            break
    return seen, token


@pytest.mark.parametrize("read", [plain, streamed])
@given(stay=names, others=st.lists(names, min_size=1, max_size=8), size=st.integers(1, 20))
def test_rows_that_stay_are_seen_once_while_others_come_and_go(read, stay, others, size):
    presents = [stay | others[i % len(others)] for i in range(100)]
    seen, token = walk(read, size, presents)
    assert token is None
    assert len(seen) == len(set(seen))
    assert set(seen) >= stay


def test_last_full_page_has_no_token():
    rows, token = plain(paging.Page(size=2), {"vm-01", "vm-02"})
    assert (len(rows), token) == (2, None)


def test_operations_are_ordered_by_when_they_were_asked_for():
    old = {"name": "a", "id": "1", "insertTime": "2026-01-01T00:00:01Z"}
    new = {"name": "b", "id": "2", "insertTime": "2026-01-01T00:00:02Z"}
    page = paging.requested({"orderBy": "creationTimestamp desc"}, PATH)
    assert paging.of_rows(page, [old, new])[0] == [new, old]


def test_newest_first_goes_on_over_pages():
    rows = [row("a", 1), row("b", 3), row("c", 2)]
    first = paging.requested({"orderBy": "creationTimestamp desc", "maxResults": 2}, PATH)
    found, token = paging.of_rows(first, rows)
    assert [r["name"] for r in found] == ["b", "c"]
    second = paging.requested({"orderBy": "creationTimestamp desc", "pageToken": token}, PATH)
    assert [r["name"] for r in paging.of_rows(second, rows)[0]] == ["a"]


def test_full_page_reads_no_more_than_it_needs():
    read = []

    def stream():
        for number in range(1000):
            read.append(number)
            yield number, row(f"vm-{number:04}")

    rows, _ = paging.of_streams(paging.Page(size=10), {A: stream()})
    assert len(rows) == 10
    assert len(read) == 11


@pytest.mark.parametrize(
    "params",
    [
        {"orderBy": "status"},
        {"orderBy": "name desc"},
        {"maxResults": 501},
        {"maxResults": -1},
        {"pageToken": "x"},
        {"pageToken": "!!"},
        {"pageToken": "WzFd"},
    ],
)
def test_malformed_parameters_are_refused(params):
    with pytest.raises(errors.Invalid, match="Invalid value for field"):
        paging.requested(params, PATH)


@pytest.mark.parametrize(
    ("params", "path"),
    [({"filter": "name=x"}, PATH), ({"orderBy": "creationTimestamp desc"}, PATH), ({}, "other")],
)
def test_token_of_another_list_is_refused(params, path):
    _, token = plain(paging.requested({"maxResults": 1}, PATH), {"vm-01", "vm-02"})
    with pytest.raises(errors.Invalid, match="another filter, order or path"):
        paging.requested({**params, "pageToken": token}, path)
