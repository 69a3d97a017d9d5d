"""What can be done with instance groups as a whole."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields
from gce_dashboard.framework.actions import Action, delete
from gce_dashboard.framework.resources import last
from gce_dashboard.groups import model
from gce_dashboard.groups.resource import (
    UPDATE_PERMISSION,
    group_command,
    is_managed,
    scaler,
)
from gce_dashboard.i18n import gettext as told
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def can_resize(group: Json) -> bool:
    return is_managed(group) and not scaler(group)


def remark(group: Json) -> str:
    """What goes with a group that is deleted, and what uses it."""
    services = ", ".join(sorted(map(last, model.users(group))))
    said = [told("In use by %s") % services] if services else []
    if is_managed(group):
        said.append(told("Deletes its instances: %d") % model.there(group))
        said += [told("Deletes its autoscaler")] if scaler(group) else []
    else:
        said.append(told("Its instances go on running"))
    return "; ".join(said)


def can_delete(group: Json) -> bool:
    return not model.users(group)


def destroy(client: Client, path: str, values: Json) -> Json:
    """Delete a group; its autoscaler first, without which it would be refused."""
    autoscaler = scaler(client.get(path))
    if autoscaler:
        client.delete(autoscaler)
    return client.delete(path)


RESIZE = Action(
    name="resize",
    label=_("Resize"),
    icon="resize",
    question=(_("Resize %(name)s"),) * 2,
    consequence=_("Instances are made from the template, or deleted."),
    applies=can_resize,
    needs=_("The size of an autoscaled group is its autoscaler's; others have what was added."),
    fields=(
        fields.number(
            "size",
            _("Number of instances"),
            least=0,
            most=1000,
            read=lambda group: group.get("targetSize"),
        ),
    ),
    send=lambda client, path, values: client.post(f"{path}/resize", size=values.get("size")),
    spelled=lambda path, values: group_command("resize", path, f"--size={values.get('size')}"),
    permission=UPDATE_PERMISSION,
)
DELETE = delete(
    question=(_("Delete the instance group %(name)s?"), _("Delete %(count)s instance groups?")),
    consequence=_("A managed group's instances are deleted with it; others are kept."),
    applies=can_delete,
    needs=_("A group that a backend service uses cannot be deleted."),
    remark=remark,
    send=destroy,
    confirm_name=True,
    spelled=lambda path, values: group_command("delete", path),
    permission="compute.instanceGroups.delete",
)
