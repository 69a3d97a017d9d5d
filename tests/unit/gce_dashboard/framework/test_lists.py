"""What every list can do, shown on VM instances: orders, pages, files, choices that are kept."""

import csv
import io
import json
from urllib.parse import quote

import pytest

from tests.unit.gce_dashboard.conftest import BASE, aggregated, google_error, instance

URL = "/project/gce_instances/p/demo/"
LIST = "aggregated/instances"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def ask(console, **query):
    return console.get(URL, query, **AJAX).json()


def names(answer):
    return [row["key"].rpartition("/")[2] for row in answer["rows"]]


def lists(endpoint):
    return [call for call in endpoint.calls if call.path == LIST]


@pytest.fixture
def many(endpoint):
    """Instances in two zones, on pages of the endpoint's own: as many as are asked for."""
    given = [
        instance(f"vm-{n}", zone=f"us-central1-{'ab'[n % 2]}", machineType=f"x/e2-{n % 3}")
        for n in (10, 2, 1, 20, 3)
    ]

    def answer(call):
        start = int(call.params.get("pageToken", "@0")[1:])
        end = start + int(call.params["maxResults"])
        more = {"nextPageToken": f"@{end}"} if end < len(given) else {}
        return 200, aggregated("instances", *given[start:end], **more)

    endpoint.on("GET", LIST, answer)
    return given


def test_a_list_that_fits_a_page_is_in_natural_order_and_says_how_many(console, endpoint, many):
    answer = ask(console)
    assert names(answer) == ["vm-1", "vm-2", "vm-3", "vm-10", "vm-20"]
    assert answer["total"] == 5
    assert len(lists(endpoint)) == 1


def test_a_page_of_many_rows_costs_one_request_of_so_many_rows(console, endpoint, many):
    answer = ask(console, size=2)
    (call,) = lists(endpoint)
    assert call.params["maxResults"] == "2"
    assert answer["next"] == "@2"
    assert answer["total"] is None  # nobody has counted


def test_rows_of_many_pages_are_counted_by_their_names_alone(console, endpoint, many):
    assert ask(console, size=2, count=1) == {"total": 5}
    (call,) = lists(endpoint)
    assert call.params["fields"] == "items/*/instances/name,nextPageToken"


def test_rows_that_cannot_be_counted_are_no_failure_of_the_page(console, endpoint):
    endpoint.on("GET", LIST, (500, google_error(500, "backendError", "Broken.")))
    assert ask(console, count=1) == {"total": None}


def test_every_column_sorts_over_the_whole_list_and_not_over_the_page(console, many):
    first = ask(console, size=2, order="-name")
    assert names(first) == ["vm-20", "vm-10"]
    assert first["total"] == 5
    assert names(ask(console, size=2, order="-name", page=first["next"])) == ["vm-3", "vm-2"]
    assert names(ask(console, size=2, order="zone")) == ["vm-10", "vm-2"]


def test_what_the_endpoint_can_sort_is_sorted_by_it_and_stays_so_across_zones(console, endpoint):
    old = instance("old", "us-central1-a", creationTimestamp="2026-11-01T00:00:00.000-00:00")
    new = instance("new", "us-central1-b", creationTimestamp="2026-11-02T00:00:00.000-00:00")
    endpoint.on("GET", LIST, aggregated("instances", old, new, nextPageToken="@2"))
    assert names(ask(console, order="-created")) == ["new", "old"]
    (call,) = lists(endpoint)
    assert call.params["orderBy"] == "creationTimestamp desc"


def test_a_search_beyond_the_bound_says_that_it_ended_there(console, many, monkeypatch):
    monkeypatch.setattr("gce_dashboard.conf.LONGEST_LIST", 2)
    monkeypatch.setattr("gce_dashboard.conf.MAX_PAGE_SIZE", 2)
    answer = ask(console, filter="vm-")
    assert "Only the first 2" in answer["notices"][0]["message"]


def test_a_field_that_the_endpoint_does_not_know_is_a_label(console, endpoint):
    def answer(call):
        if call.params.get("filter") == "env:dev":
            return 400, google_error(400, "invalid", "Unknown field 'env'.")
        return 200, aggregated("instances", instance())

    endpoint.on("GET", LIST, answer)
    assert names(ask(console, filter="env:dev")) == ["web-1"]
    assert lists(endpoint)[-1].params["filter"] == 'labels.env:"dev"'


def test_a_filter_that_the_endpoint_refuses_is_told_in_its_own_words(console, endpoint):
    refusal = google_error(400, "invalid", "Unknown field 'a.b'.")
    endpoint.on("GET", LIST, (400, refusal))
    told = ask(console, filter="a.b=c")["unreadable"]
    assert told["message"] == "Unknown field 'a.b'."
    assert told["requestId"].startswith("req-")


def test_a_region_that_cannot_be_reached_is_told_beside_the_others_rows(console, endpoint):
    warning = {"code": "UNREACHABLE", "message": "The scope 'zones/z' could not be reached."}
    reply = aggregated("instances", instance())
    reply["items"]["zones/z"] = {"warning": warning}
    endpoint.on("GET", LIST, reply)
    answer = ask(console)
    assert names(answer) == ["web-1"]
    assert answer["notices"] == [{"message": warning["message"], "warning": True}]


# files


def export(console, kind, **query):
    reply = console.get(URL, {"export": kind, **query})
    return reply, reply.getvalue().decode()


def test_a_csv_file_holds_what_is_shown_of_all_pages_that_match(console, many):
    reply, text = export(console, "csv", size=2, filter="us-central1-a")
    assert reply["Content-Disposition"] == 'attachment; filename="instances.csv"'
    header, *rows = csv.reader(io.StringIO(text))
    assert header[:4] == ["Name", "Status", "Zone", "Machine type"]
    assert [row[0] for row in rows] == ["vm-10", "vm-2", "vm-20"]
    assert rows[0][1:4] == ["Running", "us-central1-a", "e2-1"]
    assert "2026-11-20T10:15:30.000-00:00" in rows[0]


def test_a_cell_that_looks_like_a_formula_is_a_text_to_spreadsheets(console, endpoint):
    evil = instance(machineType="x/=1+1", labels={}, networkInterfaces=[{"networkIP": "@SUM(A1)"}])
    endpoint.on("GET", LIST, aggregated("instances", evil))
    _header, row = csv.reader(io.StringIO(export(console, "csv")[1]))
    assert "'=1+1" in row
    assert "'@SUM(A1)" in row


def test_a_json_file_holds_the_resources_as_gce_shows_them(console, many):
    items = json.loads(export(console, "json", order="-name")[1])
    assert [item["name"] for item in items] == ["vm-20", "vm-10", "vm-3", "vm-2", "vm-1"]
    assert items[2] == many[4]


def test_an_empty_list_makes_a_whole_file(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances"))
    assert json.loads(export(console, "json")[1]) == []


def test_a_file_that_cannot_be_made_leads_to_the_page_that_says_why(console, endpoint):
    endpoint.on("GET", LIST, (503, google_error(503, "backendError", "Not now.")))
    reply, text = export(console, "csv")
    assert "Content-Disposition" not in reply
    assert "Not now." in text


# the selection of all, and the same for other tools


def test_all_results_can_be_selected_with_what_each_allows(console, many):
    rows = ask(console, size=2, all=1)["rows"]
    assert [row["name"] for row in rows] == ["vm-1", "vm-2", "vm-3", "vm-10", "vm-20"]
    assert "stop" in rows[0]["actions"]


def test_a_list_has_its_equivalents(console, many):
    told = ask(console, filter="status=RUNNING 10.128", order="-created", equivalent=1)
    assert told["gcloud"].startswith("gcloud compute instances list")
    assert "--filter=status=RUNNING" in told["gcloud"]
    assert "--sort-by=~creationTimestamp" in told["gcloud"]
    query = "filter=status%3DRUNNING&orderBy=creationTimestamp+desc"
    assert told["rest"] == f"GET {BASE}/{LIST}?{query}"
    assert "--data-urlencode filter=status=RUNNING" in told["curl"]
    assert told["left"]  # the word is looked for in the rows


# what is kept for the user


def keep(console, **choice):
    frame = console.get(URL).getvalue().decode()
    config = json.loads(
        frame.partition('id="gce-list-config" type="application/json">')[2].partition("</script>")[
            0
        ]
    )
    console.cookies[config["cookie"]["name"]] = quote(json.dumps(choice))
    return config["cookie"]


def test_chosen_columns_size_and_density_hold_for_the_user_and_the_list(console, many):
    cookie = keep(console, columns={"zone": False, "id": True}, size=2, density="compact")
    assert cookie["path"] == "/project/gce_instances"  # goes nowhere else
    answer = ask(console)
    assert len(answer["rows"]) == 2
    assert "zone" not in answer["columns"]
    assert 'data-column="id"' in answer["rows"][0]["html"]
    assert 'data-column="zone"' not in answer["rows"][0]["html"]
    frame = console.get(URL).getvalue().decode()
    assert "gce-compact" in frame
    assert "<option selected>2</option>" in frame


def test_a_search_looks_into_the_columns_that_the_user_sees(console, many):
    assert names(ask(console, filter="us-central1-b")) == ["vm-1", "vm-3"]
    keep(console, columns={"zone": False})
    assert names(ask(console, filter="us-central1-b")) == []


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"columns": 7, "size": "x", "density": 1, "views": {"a": 1}}']
)
def test_a_broken_choice_is_none(console, many, kept):
    cookie = keep(console)
    console.cookies[cookie["name"]] = quote(kept)
    assert len(ask(console)["rows"]) == 5


# several lists as one


def test_lists_of_several_paths_are_shown_as_one(console, endpoint, many, monkeypatch):
    from gce_dashboard.instances.page import InstancesPage

    monkeypatch.setattr(InstancesPage, "paths", (LIST, "global/instances"))
    endpoint.on("GET", "global/instances", {"items": [instance("vm-15")]})
    both = ["vm-1", "vm-2", "vm-3", "vm-10", "vm-15", "vm-20"]
    assert names(ask(console)) == both
    assert names(ask(console, size=3, page="3")) == both[3:]
    endpoint.on("GET", "global/instances", (500, google_error(500, "x", "Sad.")))
    answer = ask(console)
    assert len(answer["rows"]) == 5
    assert "Sad." in answer["notices"][0]["message"]
