"""What can be done with the project's own images."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import dateparse

from gce_dashboard.api import Client
from gce_dashboard.framework import edits, fields, image_offers
from gce_dashboard.framework.actions import Action, delete
from gce_dashboard.framework.offer import Option
from gce_dashboard.framework.resources import last, path_of, project_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
STATES = {
    "ACTIVE": _("Active"),
    "DEPRECATED": _("Deprecated"),
    "OBSOLETE": _("Obsolete"),
    "DELETED": _("Deleted"),
}
GONE = {"state": ("DEPRECATED", "OBSOLETE", "DELETED")}
OWN_ONLY = _("Only an image of this project can be changed.")


def is_own(image: Json) -> bool:
    """Whether it is the project's, not one of a public project."""
    return not image_offers.is_public(project_of(image.get("selfLink", "")))


def state_of(image: Json) -> str:
    return image.get("deprecated", {}).get("state", "ACTIVE")


def state_text(image: Json) -> str:
    return STATES.get(state_of(image), state_of(image))


def replacements(client: Client, image: Json) -> list[Option]:
    """The project's other images."""
    return [
        {"value": path_of(each["selfLink"]), "text": each["name"]}
        for each in image_offers.own_images(client)
        if each["name"] != image.get("name")
    ]


def replacement_of(image: Json) -> str:
    return path_of(image.get("deprecated", {}).get("replacement", ""))


def moment_of(image: Json, name: str) -> datetime.datetime | None:
    value = image.get("deprecated", {}).get(name)
    return dateparse.parse_datetime(value) if value else None


DEPRECATE = Action(
    name="deprecate",
    label=_("Deprecate"),
    icon="warning",
    question=(_("Deprecate %(name)s"),) * 2,
    consequence=_(
        "A deprecated image is no longer its family's newest. Nothing can be made from one that is"
        " obsolete or deleted. Its disks and instances go on."
    ),
    applies=is_own,
    needs=OWN_ONLY,
    fields=(
        fields.pick(
            "state",
            _("State"),
            STATES,
            path="state",
            flag="--state={}",
            read=state_of,
            segments=True,
        ),
        fields.choice(
            "replacement",
            _("Replacement"),
            offer="replacements",
            required=False,
            empty=_("None"),
            path="replacement",
            flag=lambda path, values: [f"--replacement={last(path)}"] if path else [],
            read=replacement_of,
            help=_("What those who use this one are told to use."),
            when=GONE,
        ),
        fields.date(
            "obsolete",
            _("Obsolete on"),
            path="obsolete",
            flag="--obsolete-on={}",
            read=lambda image: moment_of(image, "obsolete"),
            help=_("A notice: the image does not change by itself on that day."),
            when=GONE,
        ),
        fields.date(
            "deleted",
            _("Delete on"),
            path="deleted",
            flag="--delete-on={}",
            read=lambda image: moment_of(image, "deleted"),
            when=GONE,
        ),
    ),
    offers={"replacements": replacements},
    command="deprecate",
)
LABELS = edits.labels(applies=is_own, needs=OWN_ONLY)
DELETE = delete(
    question=(_("Delete the image %(name)s?"), _("Delete %(count)s images?")),
    consequence=_("Disks that were made from it stay. This cannot be undone."),
    applies=is_own,
    needs=_("Only an image of this project can be deleted."),
    remark=lambda image: _("Of the family %s") % image["family"] if image.get("family") else "",
)
