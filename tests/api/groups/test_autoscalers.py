"""Autoscalers: groups that grow and shrink by a schedule."""

import pytest

from gce_api.families.groups.autoscalers import job as autoscaling
from tests.api.contract import REGION, ZONE, a_name, becomes
from tests.api.making import a_template

ALWAYS = {"schedule": "* * * * *", "durationSec": 300, "minRequiredReplicas": 1}
NEVER = {"schedule": "0 0 1 1 *", "durationSec": 300, "minRequiredReplicas": 9}


@pytest.fixture(scope="module")
def groups(api):
    """The URLs of an empty zonal and an empty regional group."""
    name = a_name("group")
    path = f"instanceGroupManagers/{name}"
    with a_template(api) as template:
        url = f"global/instanceTemplates/{template}"
        body = {"name": name, "instanceTemplate": url, "targetSize": 0}
        api.done("instanceGroupManagers.insert", body)
        api.done("regionInstanceGroupManagers.insert", body)
        yield f"zones/{ZONE}/{path}", f"regions/{REGION}/{path}"
        api.done("instanceGroupManagers.delete", instanceGroupManager=name)
        api.done("regionInstanceGroupManagers.delete", instanceGroupManager=name)


def scaler(target, **policy):
    policy = {"minNumReplicas": 0, "maxNumReplicas": 2, **policy}
    return {"name": a_name("scaler"), "target": target, "autoscalingPolicy": policy}


def test_a_schedule_gives_a_group_its_size_and_takes_it_back(api, groups):
    zonal, _ = groups
    name = zonal.rpartition("/")[2]
    body = scaler(zonal, scalingSchedules={"always": ALWAYS, "never": NEVER})
    where = {"autoscaler": body["name"]}
    api.done("autoscalers.insert", body)
    shown = api("autoscalers.get", **where)
    assert shown["target"].endswith(f"/projects/demo/{zonal}")
    assert shown["recommendedSize"] == 1
    assert shown["scalingScheduleStatus"]["always"]["state"] == "ACTIVE"
    assert shown["scalingScheduleStatus"]["never"]["state"] == "READY"
    assert shown["scalingScheduleStatus"]["never"]["nextStartTime"].startswith("20")

    def manager():
        return api("instanceGroupManagers.get", instanceGroupManager=name)

    assert manager()["status"]["autoscaler"] == shown["selfLink"]
    becomes(lambda: manager()["targetSize"] == 1)
    refused = api.refused("instanceGroupManagers.delete", instanceGroupManager=name)
    assert refused[:2] == (400, "resourceInUseByAnotherResource")

    off = {"scalingSchedules": {"always": {**ALWAYS, "disabled": True}}}
    api.done("autoscalers.patch", {"autoscalingPolicy": off}, **where)
    shown = api("autoscalers.get", **where)
    assert shown["scalingScheduleStatus"]["always"] == {"state": "DISABLED"}
    assert shown["autoscalingPolicy"]["scalingSchedules"]["never"]["minRequiredReplicas"] == 9
    becomes(lambda: manager()["targetSize"] == 0)
    removed = {"scalingSchedules": {"never": None}}
    api.done("autoscalers.patch", {"autoscalingPolicy": removed}, **where)
    assert set(api("autoscalers.get", **where)["autoscalingPolicy"]["scalingSchedules"]) == {
        "always"
    }

    again = scaler(zonal, minNumReplicas=0, maxNumReplicas=1)
    assert api.refused("autoscalers.insert", again)[:2] == (400, "resourceInUseByAnotherResource")
    again["name"] = body["name"]
    api.done("autoscalers.update", again)
    assert "scalingSchedules" not in api("autoscalers.get", **where)["autoscalingPolicy"]
    api.done("autoscalers.delete", **where)
    assert "autoscaler" not in manager()["status"]


def test_a_regional_autoscaler_is_in_its_region(api, groups):
    body = scaler(groups[1])
    api.done("regionAutoscalers.insert", body)
    shown = api("regionAutoscalers.get", autoscaler=body["name"])
    assert shown in api("regionAutoscalers.list")["items"]
    assert shown in api("autoscalers.aggregatedList")["items"][f"regions/{REGION}"]["autoscalers"]
    api.done("regionAutoscalers.delete", autoscaler=body["name"])


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"customMetricUtilizations": [{"metric": "m"}]}, "not available here"),
        ({"loadBalancingUtilization": {"utilizationTarget": 0.6}}, "not available here"),
        ({"stabilizationPeriodSec": 9999}, "stabilizationPeriodSec"),
        ({"scaleInControl": {"timeWindowSec": 1}}, "scaleInControl.timeWindowSec"),
        ({"minNumReplicas": 3}, "minNumReplicas"),
        ({"scalingSchedules": {"a": {**ALWAYS, "schedule": "every day"}}}, "scalingSchedules[a]"),
        ({"scalingSchedules": {"a": {**ALWAYS, "schedule": "0 0 30 2 *"}}}, "Bad day-of-month"),
        ({"scalingSchedules": {"a": {**ALWAYS, "timeZone": "Moon"}}}, "no such time zone"),
        ({"scalingSchedules": {"a": {**ALWAYS, "timeZone": "../x"}}}, "no such time zone"),
        ({"scalingSchedules": {"a": {**ALWAYS, "durationSec": 60}}}, "300 seconds at least"),
        ({"scalingSchedules": {"a": {"schedule": "* * * * *"}}}, "durationSec"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(api, groups, policy, words):
    code, _, message = api.refused("autoscalers.insert", scaler(groups[0], **policy))
    assert code == 400
    assert words in message


def test_an_autoscaler_needs_a_group_of_its_own_place(api, groups):
    assert api.refused("autoscalers.insert", scaler(groups[1]))[0] == 400
    missing = scaler(f"zones/{ZONE}/instanceGroupManagers/nothing")
    assert api.refused("autoscalers.insert", missing)[:2] == (404, "notFound")


def test_gcloud_makes_scales_and_deletes_a_managed_group(api, gcloud, groups):
    zonal, _ = groups
    manager = api("instanceGroupManagers.get", instanceGroupManager=zonal.rpartition("/")[2])
    template = manager["instanceTemplate"].rpartition("/")[2]
    name, managed = a_name("group"), ("compute", "instance-groups", "managed")
    place = f"--zone={ZONE}"
    gcloud(*managed, "create", name, place, f"--template={template}", "--size=0")
    gcloud(
        *managed, "set-autoscaling", name, place, "--min-num-replicas=0", "--max-num-replicas=1",
        "--set-schedule=new-year", "--schedule-cron=0 0 1 1 *", "--schedule-duration-sec=300",
        "--schedule-min-required-replicas=1",
    )  # fmt: skip
    shown = gcloud.json(*managed, "describe", name, place)
    assert "new-year" in shown["autoscaler"]["autoscalingPolicy"]["scalingSchedules"]
    gcloud(*managed, "delete", name, place)  # and the autoscaler with it
    assert name not in api.names("instanceGroupManagers.list")
    assert not [row for row in api.names("autoscalers.list") if row.startswith(name)]


@pytest.fixture(scope="module")
def telemetry(devcloud):
    """Gnocchi, in which devcloud measures how busy the metadata of servers say they are."""
    pytest.importorskip("gnocchi", reason="the extra telemetry is not installed")
    devcloud.add("telemetry")


@pytest.fixture(scope="module")
def busy(telemetry, own):
    """A group of one instance that is always at 90 %, in a project whose token knows Gnocchi."""
    with a_template(own, metadata={"items": [{"key": "cpu-load", "value": "0.9"}]}) as template:
        url = f"global/instanceTemplates/{template}"
        body = {"name": "busy", "instanceTemplate": url, "targetSize": 1}
        own.done("instanceGroupManagers.insert", body)
        yield f"zones/{ZONE}/instanceGroupManagers/busy"
        own.done("instanceGroupManagers.delete", instanceGroupManager="busy")


def test_the_cpu_utilization_gives_a_group_its_size(own, services, busy):
    target = {"cpuUtilization": {"utilizationTarget": 0.6}}
    body = scaler(busy, coolDownPeriodSec=0, mode="OFF", **target)
    where = {"autoscaler": body["name"]}
    too_high = {"cpuUtilization": {"utilizationTarget": 1.1}}
    refused = own.refused("autoscalers.insert", scaler(busy, **too_high))
    assert "cpuUtilization.utilizationTarget" in refused[2]
    foresight = {"cpuUtilization": {"predictiveMethod": "OPTIMIZE_AVAILABILITY"}}
    assert "predictive" in own.refused("autoscalers.insert", scaler(busy, **foresight))[2]

    own.done("autoscalers.insert", body)

    def shown():
        autoscaling.measure_groups(services)  # without waiting for its turn
        return own("autoscalers.get", **where)

    def size():
        return own("instanceGroupManagers.get", instanceGroupManager="busy")["targetSize"]

    becomes(lambda: shown().get("recommendedSize") == 2)
    assert [detail["type"] for detail in shown()["statusDetails"]] == ["MODE_OFF"]
    assert size() == 1
    own.done("autoscalers.patch", {"autoscalingPolicy": {"mode": "ON"}}, **where)
    becomes(lambda: size() == 2)
    own.done("autoscalers.patch", {"autoscalingPolicy": {"maxNumReplicas": 1}}, **where)
    kinds = [detail["type"] for detail in shown()["statusDetails"]]
    assert kinds == ["CAPPED_AT_MAX_NUM_REPLICAS"]
    own.done("autoscalers.delete", **where)


def test_the_cpu_utilization_is_what_a_policy_scales_by_that_says_nothing_else(own, busy):
    body = scaler(busy)
    own.done("autoscalers.insert", body)
    policy = own("autoscalers.get", autoscaler=body["name"])["autoscalingPolicy"]
    assert policy["cpuUtilization"] == {"utilizationTarget": 0.6}
    own.done("autoscalers.delete", autoscaler=body["name"])
