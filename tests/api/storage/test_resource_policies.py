"""Resource policies, and the snapshots that their schedules take and let go."""

from datetime import UTC, datetime, timedelta

import pytest

from gce_api.families.storage.resource_policies import job as snapshot_schedules
from tests.api.contract import REGION, ZONE, a_name

HOURLY = {"schedule": {"hourlySchedule": {"hoursInCycle": 1, "startTime": "00:00"}}}


@pytest.fixture(scope="module")
def api(own):
    """A project whose operations are those of the tests here."""
    return own


@pytest.fixture
def policies(api):
    """Makes snapshot schedules."""
    made = []

    def make(policy):
        made.append(a_name("policy"))
        api.done("resourcePolicies.insert", {"name": made[-1], "snapshotSchedulePolicy": policy})
        return made[-1]

    yield make
    for name in made:
        if name in api.names("resourcePolicies.list"):
            api.done("resourcePolicies.delete", resourcePolicy=name)


@pytest.fixture
def follow(api, services):
    """Lets schedules do what they do at a time, and awaits the operations that this starts."""

    def work(policy, now):
        before = {row["name"] for row in operations()}
        (row,) = [p for p in snapshot_schedules.scheduled(services) if p.name == policy]
        with services.agents.acting(row.project, row.content["agent"]) as caller:
            snapshot_schedules.follow(services, caller, row, now)
        new = [row for row in operations() if row["name"] not in before]
        return [api.finished(operation) for operation in new]

    def operations():
        return api("globalOperations.list").get("items", [])

    return work


def test_a_policy_is_kept_changed_and_deleted(api, policies):
    name = policies(HOURLY)
    shown = api("resourcePolicies.get", resourcePolicy=name)
    assert (shown["status"], shown["region"].rpartition("/")[2]) == ("READY", REGION)
    hourly = shown["snapshotSchedulePolicy"]["schedule"]["hourlySchedule"]
    assert hourly == {"hoursInCycle": 1, "startTime": "00:00", "duration": "PT14400S"}
    assert name in api.names("resourcePolicies.list")
    scopes = api("resourcePolicies.aggregatedList")["items"]
    assert name in [row["name"] for row in scopes[f"regions/{REGION}"]["resourcePolicies"]]

    retention = {"retentionPolicy": {"maxRetentionDays": 3}}
    patch = {"description": "hm", "snapshotSchedulePolicy": retention}
    api.done("resourcePolicies.patch", patch, resourcePolicy=name)
    changed = api("resourcePolicies.get", resourcePolicy=name)
    assert changed["description"] == "hm"
    assert changed["snapshotSchedulePolicy"]["schedule"]["hourlySchedule"] == hourly
    kept = changed["snapshotSchedulePolicy"]["retentionPolicy"]
    assert kept == {"maxRetentionDays": 3, "onSourceDiskDelete": "KEEP_AUTO_SNAPSHOTS"}

    patch = {"description": None, "snapshotSchedulePolicy": {"retentionPolicy": None}}
    api.done("resourcePolicies.patch", patch, resourcePolicy=name)
    changed = api("resourcePolicies.get", resourcePolicy=name)
    assert "description" not in changed
    assert "retentionPolicy" not in changed["snapshotSchedulePolicy"]
    gone = {"snapshotSchedulePolicy": None}
    assert api.refused("resourcePolicies.patch", gone, resourcePolicy=name)[1] == "required"

    taken = {"name": name, "snapshotSchedulePolicy": HOURLY}
    assert api.refused("resourcePolicies.insert", taken)[:2] == (409, "alreadyExists")
    api.done("resourcePolicies.delete", resourcePolicy=name)
    assert api.refused("resourcePolicies.get", resourcePolicy=name)[0] == 404


def test_a_schedule_that_cannot_be_followed_is_refused(api):
    odd = {"dailySchedule": {"daysInCycle": 1, "startTime": "05:00"}}
    body = {"name": a_name("policy"), "snapshotSchedulePolicy": {"schedule": odd}}
    assert "20:00 UTC" in api.refused("resourcePolicies.insert", body)[2]
    starts = {"name": a_name("policy"), "instanceSchedulePolicy": {"timeZone": "UTC"}}
    assert api.refused("resourcePolicies.insert", starts)[1] == "unsupportedOperation"
    assert api.refused("resourcePolicies.insert", {"name": "empty"})[1] == "required"


def test_a_schedule_takes_one_snapshot_each_time_and_lets_old_ones_go(api, policies, follow):
    policy = policies(
        {
            **HOURLY,
            "retentionPolicy": {
                "maxRetentionDays": 1,
                "onSourceDiskDelete": "APPLY_RETENTION_POLICY",
            },
            "snapshotProperties": {"labels": {"by": "schedule"}},
        }
    )
    disk, url = a_name("disk"), f"regions/{REGION}/resourcePolicies/{policy}"
    api.done("disks.insert", {"name": disk, "sizeGb": "1", "resourcePolicies": [url]})
    now = datetime.now(UTC)
    later = now + timedelta(hours=2)
    slot = later.replace(minute=0, second=0, microsecond=0)

    assert follow(policy, now) == []  # it takes the first when it is due after this
    taken = follow(policy, later)
    assert [operation["operationType"] for operation in taken] == ["insert"]
    assert follow(policy, later) == []
    (shown,) = [s for s in api("snapshots.list")["items"] if s["name"].startswith(disk)]
    assert shown["name"].startswith(f"{disk}-{ZONE}-{slot:%Y%m%d%H%M%S}-")
    assert shown["labels"] == {"by": "schedule"}
    assert shown["autoCreated"] is True
    assert shown["sourceSnapshotSchedulePolicy"].endswith(url)

    # kept as long as the policy says, also when the disk is deleted
    api.done("disks.delete", disk=disk)
    assert follow(policy, now + timedelta(hours=23)) == []
    ended = follow(policy, now + timedelta(days=1, hours=1))
    assert [operation["operationType"] for operation in ended] == ["delete"]
    assert shown["name"] not in api.names("snapshots.list")


def test_snapshots_of_a_deleted_disk_stay_unless_the_policy_says_otherwise(api, policies, follow):
    policy = policies({**HOURLY, "retentionPolicy": {"maxRetentionDays": 1}})
    disk, url = a_name("disk"), f"regions/{REGION}/resourcePolicies/{policy}"
    zones = [f"zones/{ZONE}", f"zones/{REGION}-b"]
    api.done("regionDisks.insert", {"name": disk, "sizeGb": "1", "replicaZones": zones})
    api.done("regionDisks.addResourcePolicies", {"resourcePolicies": [url]}, disk=disk)
    follow(policy, datetime.now(UTC) + timedelta(hours=1))
    (snapshot,) = [name for name in api.names("snapshots.list") if name.startswith(disk)]
    assert snapshot.startswith(f"{disk}-{REGION}-2")
    api.done("regionDisks.delete", disk=disk)
    assert follow(policy, datetime.now(UTC) + timedelta(days=9)) == []
    api.done("snapshots.delete", snapshot=snapshot)
