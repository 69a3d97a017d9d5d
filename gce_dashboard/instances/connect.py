"""Ways into an instance: gcloud's and plain SSH to copy, and the console in the browser."""

from __future__ import annotations

import shlex
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import project, render
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.markup import format_html, format_html_join
from gce_dashboard.framework.resources import last, scope_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import model, ssh_keys
from gce_dashboard.instances.likeness import metadata_text
from gce_dashboard.instances.resource import INSTANCES

Json = dict[str, Any]


def user(instance: Json) -> str:
    """Whose key the instance has; a word to replace where it has none of its own."""
    found = ssh_keys.read(metadata_text(ssh_keys.ITEM, instance))
    return next((key["user"] for key in found if key.get("user")), "USER")


def commands(instance: Json) -> list[str]:
    """What to run at home, gcloud's first."""
    zone, name = last(instance["zone"]), instance["name"]
    where = (f"--zone={zone}", f"--project={project.current()}")
    found = [shlex.join(["gcloud", "compute", "ssh", name, *where])]
    addresses = [*model.external_addresses(instance), *model.internal_addresses(instance)]
    return [*found, *(f"ssh {user(instance)}@{each}" for each in addresses[:1])]


def ways(instance: Json) -> SafeString:
    url = INSTANCES.page("console", scope=scope_of(instance), name=instance["name"])
    lines = ((render.mono(each),) for each in commands(instance))
    return format_html(
        '{}<button type="button" class="gce-button gce-button-text" data-gce-console="{}">{}'
        "<span>{}</span></button>",
        format_html_join("", '<div class="gce-each">{}</div>', lines),
        url,
        render.icon("terminal"),
        _("Open in the browser"),
    )


def cell(instance: Json) -> SafeString:
    """The ways behind a click, as a list has many rows."""
    return format_html(
        '<details class="gce-more"><summary aria-label="{}">SSH</summary>{}</details>',
        _("Connect to %s") % instance["name"],
        ways(instance),
    )


COLUMN = Column("connect", _("Connect"), cell, text=lambda instance: "")
