"""The cards of an instance group's page."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, render
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.graph import COUNT
from gce_dashboard.framework.markup import format_html_join
from gce_dashboard.framework.observing import Chart, Charts, Line
from gce_dashboard.framework.panels import Facts, Table
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.groups import healing, members, model, scaling, updating
from gce_dashboard.groups.resource import (
    GROUPS,
    is_managed,
    scaler,
)
from gce_dashboard.i18n import gettext as told
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances.resource import INSTANCES

Json = dict[str, Any]
DOING = {
    "NONE": ("ok", _("Nothing to do")),
    "CREATING": ("busy", _("Creating")),
    "RECREATING": ("busy", _("Recreating")),
    "DELETING": ("busy", _("Deleting")),
    "STARTING": ("busy", _("Starting")),
    "RESTARTING": ("busy", _("Restarting")),
}


def instance(member: Json) -> SafeString:
    return columns.links([member["instance"]])


def zone(member: Json) -> SafeString:
    return render.text(path_of(member["instance"]).split("/")[1])


def status(member: Json) -> SafeString:
    value = member.get("instanceStatus") or member.get("status")
    return INSTANCES.status.cell({"status": value})


def doing(member: Json) -> SafeString:
    """What the group is doing with a member, and what went wrong the last time."""
    value = member.get("currentAction", "")
    cell = render.status(*DOING.get(value, ("busy", value)))
    failed = member.get("lastAttempt", {}).get("errors", {}).get("errors", [])
    return (
        render.explained(cell, told("Error"), [each["message"] for each in failed])
        if failed
        else cell
    )


def buttons(member: Json) -> SafeString:
    """What can be done with this one."""
    path = path_of(member["instance"])
    named = {each.name: told("%(action)s %(name)s") for each in members.OF_MANAGED}
    cells = [
        render.act(
            each.name,
            each.icon,
            named[each.name] % {"action": each.label, "name": last(path)},
            instances=path,
        )
        for each in members.OF_MANAGED
    ]
    return format_html_join("", "{}", ((cell,) for cell in cells))


def take_out(member: Json) -> SafeString:
    path = path_of(member["instance"])
    label = told("Remove %s") % last(path)
    return render.act(members.TAKE_OUT.name, members.TAKE_OUT.icon, label, instances=path)


def policy(group: Json) -> Json:
    return group.get("_autoscaler", {}).get("autoscalingPolicy", {})


def of_policy(key: str, title: str) -> Column:
    return Column(key, title, lambda group: render.text(policy(group).get(key)))


def stands(group: Json) -> SafeString:
    if not is_managed(group):
        return render.NOTHING
    reached = group.get("status", {}).get("versionTarget", {}).get("isReached")
    return render.text(_("Yes") if reached else _("No: an update is under way or waits"))


def canary(group: Json) -> SafeString:
    """``2 of 10 on web-v2``: the version that is tried out."""
    tried = updating.canary_of(group)
    if not tried:
        return render.NOTHING
    words = {
        "some": tried["targetSize"].get("calculated", 0),
        "all": group.get("targetSize", 0),
        "template": last(tried["instanceTemplate"]),
    }
    return render.text(told("%(some)s of %(all)s on %(template)s") % words)


def rollout(group: Json) -> SafeString:
    """How members come to a new version."""
    found = group.get("updatePolicy", {})
    way = updating.WAYS.get(found.get("type", ""), "")
    if not way:
        return render.NOTHING
    limits = told("%(surge)s additional, %(unavailable)s unavailable at most") % {
        "surge": found.get("maxSurge", {}).get("calculated", 0),
        "unavailable": found.get("maxUnavailable", {}).get("calculated", 0),
    }
    return render.text(f"{way}; {limits}")


def at_work(group: Json) -> SafeString:
    """``2 creating, 1 none``: how many members are in which action."""
    counted = group.get("currentActions", {})
    said = [
        f"{count} {DOING[name.upper()][1]}"
        for name, count in counted.items()
        if count and name != "none" and name.upper() in DOING
    ]
    return render.text(", ".join(said))


def cpu(group: Json) -> SafeString:
    target = scaling.percentage(group.get("_autoscaler", {}))
    return render.text(f"{target}%" if target else None)


def mode(group: Json) -> SafeString:
    if not scaler(group):
        return render.text(_("No autoscaler: the group has the size that it is given."))
    return render.text(scaling.MODES.get(policy(group).get("mode", ""), _("On")))


def schedules(group: Json, fetched: Any) -> list[Json]:
    states = group.get("_autoscaler", {}).get("scalingScheduleStatus", {})
    return [
        {"name": name, **each, "_state": states.get(name, {})}
        for name, each in policy(group).get("scalingSchedules", {}).items()
    ]


def notes(group: Json) -> SafeString:
    details = group.get("_autoscaler", {}).get("statusDetails", [])
    return render.text(" ".join(each["message"] for each in details))


def latest_error(group: Json) -> SafeString:
    """What went wrong last, where the group has not become stable since."""
    found = [] if group.get("_state") == "STABLE" else group.get("_errors", [])
    return render.text(found[0]["error"].get("message") if found else "")


FACTS = Facts(
    title=_("Instance group"),
    columns=(
        Column("status", _("Status"), GROUPS.status.cell),
        Column("type", _("Group type"), model.kind),
        columns.field("description", _("Description")),
        Column("location", _("Location"), model.location),
        Column("zones", _("Zones"), model.zones),
        columns.created(),
        Column("users", _("In use by"), model.users_cell),
        Column("error", _("Latest error"), latest_error),
        columns.copied("id", _("Group ID")),
    ),
)
SIZE = Facts(
    title=_("Instances"),
    columns=(
        Column("size", _("Current size"), lambda group: render.text(model.there(group))),
        columns.field("targetSize", _("Target size")),
        Column("actions", _("Under way"), at_work),
        Column("template", _("Template"), model.template_cell),
        Column("canary", _("Canary"), canary),
        Column("reached", _("All on the template"), stands),
        Column("rollout", _("Update type"), rollout),
        columns.field("baseInstanceName", _("Base instance name")),
        Column("autoscaling", _("Autoscaling"), model.autoscaling),
    ),
)
PORTS = Facts(
    title=_("Named ports and network"),
    actions=("setNamedPorts",),
    columns=(
        Column("ports", _("Named ports"), model.ports),
        columns.reference("_group.network", _("Network"), collection="networks", key="network"),
        columns.reference(
            "_group.subnetwork", _("Subnetwork"), collection="subnetworks", key="subnetwork"
        ),
    ),
)
MEMBERS = Table(
    title=_("Instances"),
    actions=tuple(each.name for each in members.OF_MANAGED),
    fetch=members.managed,
    columns=(
        Column("name", _("Name"), instance),
        Column("status", _("Status"), status),
        Column("health", _("Health"), healing.health),
        Column("action", _("Current action"), doing),
        Column("zone", _("Zone"), zone),
        columns.reference("version.instanceTemplate", _("Template")),
        Column("do", _("Actions"), buttons),
    ),
    empty=_("No instances"),
)
ADDED = Table(
    title=_("Instances"),
    actions=tuple(each.name for each in members.OF_UNMANAGED),
    fetch=members.unmanaged,
    columns=(
        Column("name", _("Name"), instance),
        Column("status", _("Status"), status),
        Column("zone", _("Zone"), zone),
        Column("do", _("Actions"), take_out),
    ),
    empty=_("No instances"),
)
SCALING = Facts(
    title=_("Autoscaling"),
    actions=("autoscale", "stopAutoscaling"),
    wide=True,
    columns=(
        Column("mode", _("Autoscaling mode"), mode),
        of_policy("minNumReplicas", _("Minimum number of instances")),
        of_policy("maxNumReplicas", _("Maximum number of instances")),
        Column("cpu", _("Target CPU utilization"), cpu),
        of_policy("coolDownPeriodSec", _("Initialization period (seconds)")),
        columns.field("_autoscaler.recommendedSize", _("Recommended size")),
        Column("notes", _("Notes"), notes),
    ),
)
SCHEDULES = Table(
    title=_("Schedules"),
    rows=schedules,
    columns=(
        columns.field("name", _("Name")),
        columns.field("schedule", _("When, as of cron")),
        columns.field("timeZone", _("Time zone")),
        columns.field("durationSec", _("Duration"), unit="s"),
        columns.field("minRequiredReplicas", _("Instances"), numeric=True),
        columns.moment("_state.nextStartTime", _("Next start")),
    ),
    empty=_("No schedules"),
)
CHARTS = Charts(
    which=lambda scope, name: (
        f'resource.labels.location = "{last(scope)}" AND '
        f'resource.labels.instance_group_name = "{name}"'
    ),
    charts=(
        Chart(
            title=_("Number of instances"),
            unit=COUNT,
            lines=(
                Line(_("Instances"), "compute.googleapis.com/instance_group/size", "ALIGN_MAX"),
            ),
            stepped=True,
        ),
    ),
)
ERRORS = Table(
    title=_("Errors"),
    rows=lambda group, fetched: group.get("_errors", []),
    columns=(
        columns.moment("timestamp", _("Time")),
        columns.reference("instanceActionDetails.instance", _("Instance")),
        Column(
            "action",
            _("Action"),
            lambda each: render.text(
                DOING.get(each["instanceActionDetails"]["action"], ("", ""))[1]
                or each["instanceActionDetails"]["action"]
            ),
        ),
        columns.field("error.message", _("Error")),
        columns.reference(
            "instanceActionDetails.version.instanceTemplate",
            _("Template"),
        ),
    ),
    empty=_("No errors"),
)
