"""New templates for a group's instances, at once or one after another, and canaries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, jsonpath
from gce_dashboard.framework.actions import Action, edit
from gce_dashboard.framework.gcloud import Command, whole
from gce_dashboard.framework.resources import path_of
from gce_dashboard.groups.resource import UPDATE_PERMISSION, group_command, is_managed
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
UNMANAGED = _("An unmanaged group has the instances that were added to it.")
WAYS = {
    "PROACTIVE": _("Automatic: at once, a few at a time"),
    "OPPORTUNISTIC": _("Selective: when instances are recreated"),
}
SIZES = {"fixed", "percent"}  # how the size of a version is said, beside what comes of it
OPERATIONS = {"RESTART": _("Restart"), "REPLACE": _("Replace")}


def limits(values: Json) -> Json:
    return {
        "maxSurge": {"fixed": values.get("surge")},
        "maxUnavailable": {"fixed": values.get("unavailable")},
    }


def update(client: Client, path: str, values: Json) -> Json:
    """A new template, and how the members get it."""
    body = {
        "versions": versions(values),
        "updatePolicy": {
            "type": values.get("way"),
            "minimalAction": "REPLACE",
            **limits(values),
        },
    }
    return client.change("PATCH", path, body)


def versions(values: Json) -> list[Json]:
    """The template of all, and the one that some of them try out."""
    found: list[Json] = [{"instanceTemplate": values.get("template")}]
    if values.get("canary"):
        size = {"percent": values.get("canary_share")}
        found.append({"instanceTemplate": values["canary"], "targetSize": size})
    return found


def canary_flags(values: Json) -> list[str]:
    if not values.get("canary"):
        return []
    share = f"target-size={values.get('canary_share')}%"
    # forced: gcloud refuses to try one out while others change
    return [f"--canary-version=template={whole(values['canary'])},{share}", "--force"]


def share_of_canary(values: Json) -> Iterator[tuple[str, str]]:
    if values.get("canary") and not values.get("canary_share"):
        yield "canary_share", _("How many are to try the second template?")
    if values.get("canary") and values["canary"] == values.get("template"):
        yield "canary", _("That is the first template.")


def canary_of(group: Json) -> Json:
    """The version that some members try out, {} where there is none."""
    sized = (each for each in group.get("versions", []) if SIZES & set(each.get("targetSize", {})))
    return next(sized, {})


def main_template(group: Json) -> str:
    """The template of all members that try nothing out."""
    tried = canary_of(group)
    found = [each for each in group.get("versions", []) if each != tried]
    return path_of(found[0]["instanceTemplate"]) if found else ""


def share_of(group: Json) -> int | None:
    """The canary's share in percent."""
    size = canary_of(group).get("targetSize", {})
    if "fixed" in size and group.get("targetSize"):
        return min(100, round(100 * size["fixed"] / group["targetSize"]))
    return size.get("percent")


def update_command(path: str, values: Json) -> list[Command]:
    template = whole(values.get("template", ""))
    if values.get("way") != "PROACTIVE" and values.get("canary"):
        return []
    if values.get("way") != "PROACTIVE":
        policy = ["--update-policy-type=opportunistic", "--update-policy-minimal-action=replace"]
        policy += [flag.replace("--", "--update-policy-") for flag in limit_flags(values)]
        return [
            *group_command("update", path, *policy),
            *group_command("set-instance-template", path, f"--template={template}"),
        ]
    return group_command(
        "rolling-action start-update",
        path,
        f"--version=template={template}",
        *canary_flags(values),
        "--minimal-action=replace",
        *limit_flags(values),
    )


def limit_flags(values: Json) -> list[str]:
    return [
        f"--max-surge={values.get('surge')}",
        f"--max-unavailable={values.get('unavailable')}",
    ]


def roll(client: Client, path: str, values: Json) -> Json:
    """Every member anew: versions of a new name, as gcloud's rolling actions send."""
    name = f"0/{int(time.time())}"
    versions = [renamed(each, name) for each in client.get(path)["versions"]]
    policy = {"type": "PROACTIVE", "minimalAction": values.get("operation"), **limits(values)}
    return client.change("PATCH", path, {"versions": versions, "updatePolicy": policy})


def renamed(version: Json, name: str) -> Json:
    """A version of another name; a canary stays as large as it is."""
    size = {k: v for k, v in version.get("targetSize", {}).items() if k != "calculated"}
    kept = {"instanceTemplate": version["instanceTemplate"], "name": name}
    return {**kept, "targetSize": size} if size else kept


def roll_command(path: str, values: Json) -> list[Command]:
    operation = str(values.get("operation", "")).lower()
    flags = limit_flags(values)
    return group_command(
        f"rolling-action {operation}", path, *(flags if operation == "replace" else flags[1:])
    )


LIMITS = (
    fields.number(
        "surge",
        _("Temporary additional instances"),
        least=0,
        most=1000,
        read=lambda group: jsonpath.get(group, "updatePolicy.maxSurge.calculated"),
    ),
    fields.number(
        "unavailable",
        _("Maximum unavailable instances"),
        least=0,
        most=1000,
        read=lambda group: jsonpath.get(group, "updatePolicy.maxUnavailable.calculated"),
    ),
)
UPDATE = edit(
    "update",
    _("Update the instances of %(name)s"),
    fields.choice(
        "template",
        _("New template"),
        offer="templatePaths",
        read=main_template,
    ),
    fields.choice(
        "canary",
        _("Second template, to try it out"),
        offer="templatePaths",
        required=False,
        empty=_("None"),
        read=lambda group: path_of(canary_of(group).get("instanceTemplate", "")),
        help=_("A canary: some instances get it, the others the first one."),
    ),
    fields.number(
        "canary_share",
        _("Instances that try it (%)"),
        least=1,
        most=99,
        required=False,
        read=share_of,
    ),
    fields.pick("way", _("Update type"), WAYS),
    *LIMITS,
    label=_("Update VMs"),
    button=_("Update VMs"),
    consequence=_("The group goes over to the template, with as many instances as you say."),
    applies=is_managed,
    needs=UNMANAGED,
    check=share_of_canary,
    send=update,
    spelled=update_command,
    permission=UPDATE_PERMISSION,
)
REPLACE = Action(
    name="roll",
    label=_("Restart or replace VMs"),
    icon="reset",
    question=(_("Restart or replace the instances of %(name)s"),) * 2,
    consequence=_("One after another: what is replaced loses what is on its disks."),
    applies=is_managed,
    needs=UNMANAGED,
    fields=(fields.pick("operation", _("Operation"), OPERATIONS, segments=True), *LIMITS),
    send=roll,
    spelled=roll_command,
    permission=UPDATE_PERMISSION,
)
