"""The page that creates an instance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gce_dashboard.framework import fields
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import availability, boot_disk, likeness, networking, web_traffic
from gce_dashboard.instances.metadata import METADATA, SSH_KEYS, STARTUP_SCRIPT, clashing_keys
from gce_dashboard.instances.resource import INSTANCES

Json = dict[str, Any]
MACHINE = section(
    _("Machine configuration"),
    fields.choice(
        "machine_type",
        _("Machine type"),
        offer="machineTypes",
        within="zone",
        prefer=("e2-medium", "e2-small", "n1-standard-1"),
        path="machineType",
        body="zones/{zone}/machineTypes/{}",
        flag="--machine-type={}",
    ),
)
MANAGEMENT = section(
    _("Access and management"),
    SSH_KEYS,
    STARTUP_SCRIPT,
    METADATA,
    fields.text(
        "hostname",
        _("Hostname"),
        most=253,
        path="hostname",
        read=likeness.nothing,
        flag="--hostname={}",
        help=_("A full domain name of your own, such as web.example.com."),
    ),
    fields.description(),
    fields.tick(
        "deletion_protection",
        _("Protect from deletion"),
        help=_("The instance cannot be deleted until this is switched off."),
        path="deletionProtection",
        flag="--deletion-protection",
    ),
)


class CreateInstancePage(CreatingPage):
    resource = INSTANCES
    page_title = _("Create an instance")
    sections = (
        section(
            "",
            fields.name(suggest="instance"),
            beside(fields.region(flag="", hcl=""), fields.zone()),
            fields.labels(),
        ),
        MACHINE,
        boot_disk.SECTION,
        networking.SECTION,
        availability.SECTION,
        MANAGEMENT,
    )

    def liked(self, path: str) -> Json:
        return likeness.with_boot_disk(self.client, super().liked(path))

    def check(self, values: Json) -> Iterable[tuple[str, str]]:
        attached = [each["name"] for each in values.get("attached", [])]
        if len(set(attached)) < len(attached):
            yield "attached", _("A disk is there twice.")
        if values.get("source") == "disk" and values.get("disk") in attached:
            yield "attached", _("The boot disk is attached already.")
        yield from clashing_keys(values)

    def send(self, values: Json) -> Json:
        web_traffic.allow(self.client, values)
        return super().send(values)

    def command(self, project_id: str, values: Json) -> str:
        return "\n".join(
            [*web_traffic.commands(project_id, values), super().command(project_id, values)]
        )

    def gcloud_flags(self, values: Json) -> Iterable[str]:
        """The form asks for no service account, and gcloud would add the project's default."""
        return ("--no-service-account", "--no-scopes")
