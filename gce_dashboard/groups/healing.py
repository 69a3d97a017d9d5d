"""Auto-healing of a managed group: the health check that its instances have to pass."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.api import Client
from gce_dashboard.balancing.resources import HEALTH_CHECKS
from gce_dashboard.framework import columns, fields, render
from gce_dashboard.framework.actions import edit
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.gcloud import Command
from gce_dashboard.framework.panels import Facts
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.groups.resource import UPDATE_PERMISSION, group_command, is_managed, is_manager
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
POLICIES = "autoHealingPolicies"
STATES = {
    "HEALTHY": ("ok", _("Healthy")),
    "UNHEALTHY": ("error", _("Unhealthy")),
    "TIMEOUT": ("error", _("Does not answer")),
    "DRAINING": ("busy", _("Draining")),
}
UNKNOWN = ("off", _("Unknown"))


def policy(group: Json) -> Json:
    return next(iter(group.get(POLICIES) or []), {})


def check_of(group: Json) -> str:
    """The path of the health check, "" where there is none."""
    return path_of(policy(group).get("healthCheck", ""))


def health(member: Json) -> SafeString:
    """The health of a member; nothing where its group heals by no health check."""
    found = member.get("instanceHealth") or []
    if not found:
        return render.NOTHING
    return render.status(*STATES.get(found[0].get("detailedHealthState", ""), UNKNOWN))


def is_probed(group: Json) -> bool:
    """Whether a load balancer asks the instances by the group's own health check."""
    check = check_of(group)
    return any(
        check in map(path_of, service.get("healthChecks", []))
        for service in group.get("_services", [])
    )


def acts(group: Json) -> SafeString:
    """Whether anything comes of the health check, and why not."""
    if not check_of(group):
        return render.text(
            _("Off: instances that are gone, stopped or in an error are still replaced.")
        )
    if is_probed(group):
        return render.text(_("On: instances that fail the health check are recreated."))
    return render.status(
        "paused",
        _(
            "No effect yet: OpenStack checks only what is behind a load balancer. Add the group to"
            " a backend service that has this health check."
        ),
    )


def by_path(path: str, values: Json) -> str | None:
    return path or None


FIELDS = (
    fields.choice(
        "check",
        _("Health check"),
        offer="healthCheckPaths",
        required=False,
        empty=_("None"),
        path=f"{POLICIES}[0].healthCheck",
        body=by_path,
        read=check_of,
        flag=lambda path, values: [f"--health-check={last(path)}"] if path else [],
        hcl="auto_healing_policies.health_check",
        help=_("That of a backend service which the group belongs to."),
    ),
    fields.number(
        "delay",
        _("Initial delay (seconds)"),
        least=0,
        most=3600,
        initial=300,
        required=False,
        path=f"{POLICIES}[0].initialDelaySec",
        body=lambda seconds, values: seconds if values.get("check") else None,
        read=lambda group: policy(group).get("initialDelaySec"),
        flag=lambda seconds, values: (
            [f"--initial-delay={seconds}"] if values.get("check") and seconds is not None else []
        ),
        hcl=lambda seconds, values: (
            {"auto_healing_policies": {"initial_delay_sec": seconds}} if values.get("check") else {}
        ),
        help=_("How long a new instance takes until it has to pass."),
    ),
)


def send(client: Client, path: str, values: Json) -> Json:
    """Set the only policy, or none."""
    policies = []
    if values.get("check"):
        delay = values.get("delay")
        policies = [{"healthCheck": values["check"], "initialDelaySec": delay or 0}]
    return client.change("PATCH", path, {POLICIES: policies})


def spelled(path: str, values: Json) -> list[Command]:
    flags = [flag for each in FIELDS for flag in each.flags(values.get(each.name), values)]
    return group_command("update", path, *(flags or ["--clear-autohealing"]))


HEAL = edit(
    "heal",
    _("Configure autohealing"),
    *FIELDS,
    button=_("Configure autohealing"),
    applies=is_managed,
    needs=_("Only managed groups replace their instances."),
    send=send,
    spelled=spelled,
    permission=UPDATE_PERMISSION,
)
CARD = Facts(
    title=_("Autohealing"),
    actions=("heal",),
    when=lambda group: is_manager(path_of(group["selfLink"])),
    columns=(
        Column("heals", _("Autohealing"), acts),
        columns.reference(
            f"{POLICIES}.healthCheck",
            _("Health check"),
            collection=HEALTH_CHECKS.collection,
            key="check",
        ),
        columns.field(f"{POLICIES}.initialDelaySec", _("Initial delay"), unit="s"),
    ),
)
