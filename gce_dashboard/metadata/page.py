"""The metadata and the SSH keys that all instances of a project have."""

from __future__ import annotations

from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import recent
from gce_dashboard.framework.panel import other_panel
from gce_dashboard.framework.panels import Tab, Table
from gce_dashboard.framework.project_page import ProjectPage
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances.metadata_edits import (
    metadata_edits,
    metadata_table,
    ssh_keys_table,
)
from gce_dashboard.metadata.resource import METADATA

WHERE, METHOD = "commonInstanceMetadata", "setCommonInstanceMetadata"


def changes(client: api.Client, path: str) -> list[dict[str, Any]]:
    """The latest operations that changed either."""
    found = client.list(
        "global/operations",
        filter=f"operationType:{METHOD}",
        max_results=recent.SHOWN,
        order_by="creationTimestamp desc",
    )
    return found.items


class MetadataPage(ProjectPage):
    resource = METADATA
    actions = metadata_edits(WHERE, METHOD)
    tabs = (
        Tab(
            "metadata",
            _("Metadata"),
            (
                metadata_table(
                    WHERE,
                    METHOD,
                    empty=_(
                        "Every instance of the project can read what is here, beside its own"
                        " metadata, which comes first."
                    ),
                ),
            ),
        ),
        Tab(
            "ssh-keys",
            _("SSH keys"),
            (
                ssh_keys_table(
                    WHERE,
                    empty=_(
                        "Whoever has a key that is listed here can log in to every instance of the"
                        " project, except where an instance has block-project-ssh-keys=true."
                    ),
                ),
            ),
        ),
        Tab(
            "operations",
            _("Operations"),
            (Table(title=_("Operations"), columns=recent.COLUMNS, fetch=changes),),
        ),
    )


Panel = other_panel(METADATA, MetadataPage)
