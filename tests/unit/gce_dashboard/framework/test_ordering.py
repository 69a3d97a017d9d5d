"""In which order rows stand."""

from gce_dashboard.framework import ordering


def order(key, *values, descending=False):
    items = [{"value": value} for value in values]
    arranged = ordering.arranged(items, lambda item: key(item["value"]), descending=descending)
    return [item["value"] for item in arranged]


def test_numbers_within_names_count_as_numbers():
    assert order(ordering.natural, "vm-10", "VM-2", "vm-1", "1a", "db") == [
        "1a",
        "db",
        "vm-1",
        "VM-2",
        "vm-10",
    ]


def test_addresses_stand_by_value_and_version_six_behind_four():
    given = (["10.128.0.10"], ["fd00::1"], ["10.128.0.9", "1.1.1.1"], ["10.0.0.0/8"])
    assert order(ordering.addresses, *given) == [given[3], given[2], given[0], given[1]]


def test_times_stand_by_the_instant_and_not_by_the_text():
    early, late = "2026-11-20T10:00:00.000+02:00", "2026-11-20T09:00:00.000-00:00"
    assert order(ordering.moment, late, early) == [early, late]


def test_sizes_stand_by_number():
    assert order(ordering.number, "1000", "20", 3.5) == [3.5, "20", "1000"]


def test_what_has_no_value_is_last_both_ways():
    assert order(ordering.number, None, "2", "", "1") == ["1", "2", None, ""]
    assert order(ordering.number, None, "2", "", "1", descending=True) == ["2", "1", None, ""]
