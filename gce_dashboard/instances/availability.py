"""What becomes of an instance when its host needs it: spot, maintenance, restarts."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import columns, fields
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SCHEDULING = "scheduling"
MODELS = {"STANDARD": _("Standard"), "SPOT": _("Spot")}
MAINTENANCE = {"MIGRATE": _("Migrate VM instance"), "TERMINATE": _("Terminate VM instance")}
RESTARTS = {"on": _("On"), "off": _("Off")}
LASTING = {"provisioning": "STANDARD"}  # what a spot VM has no choice of


def unless(usual: str):
    """The value, where it is not the one that holds when nothing is said."""
    return lambda value, values: None if value == usual else value


def restarts(instance: Json) -> str:
    return "off" if instance.get(SCHEDULING, {}).get("automaticRestart") is False else "on"


COLUMNS = (
    columns.choice(f"{SCHEDULING}.provisioningModel", _("VM provisioning model"), MODELS),
    columns.choice(f"{SCHEDULING}.onHostMaintenance", _("On host maintenance"), MAINTENANCE),
    columns.choice(
        f"{SCHEDULING}.automaticRestart",
        _("Automatic restart"),
        {"true": RESTARTS["on"], "false": RESTARTS["off"]},
    ),
)
SECTION = section(
    _("Availability"),
    fields.pick(
        "provisioning",
        _("VM provisioning model"),
        MODELS,
        segments=True,
        required=False,
        path=f"{SCHEDULING}.provisioningModel",
        body=unless("STANDARD"),
        flag=lambda model, values: [f"--provisioning-model={model}"] if model == "SPOT" else [],
        hcl=lambda model, values: (
            {SCHEDULING: {"provisioning_model": "SPOT", "preemptible": True}}
            if model == "SPOT"
            else {}
        ),
        help=_("A spot VM gives way when the cloud needs its place."),
    ),
    beside(
        fields.pick(
            "maintenance",
            _("On host maintenance"),
            MAINTENANCE,
            required=False,
            path=f"{SCHEDULING}.onHostMaintenance",
            body=unless("MIGRATE"),
            flag=lambda policy, values: (
                [f"--maintenance-policy={policy}"] if policy == "TERMINATE" else []
            ),
            hcl=lambda policy, values: (
                {SCHEDULING: {"on_host_maintenance": policy}} if policy == "TERMINATE" else {}
            ),
            when=LASTING,
        ),
        fields.pick(
            "restart",
            _("Automatic restart"),
            RESTARTS,
            required=False,
            read=restarts,
            flag=lambda choice, values: ["--no-restart-on-failure"] if choice == "off" else [],
            when=LASTING,
        ),
    ),
    fields.constant(
        f"{SCHEDULING}.automaticRestart",
        False,
        hcl=lambda given, values: {SCHEDULING: {"automatic_restart": False}},
        when={**LASTING, "restart": "off"},
    ),
)
