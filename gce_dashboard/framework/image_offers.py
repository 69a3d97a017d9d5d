"""Images to choose from: the project's own, and those of the public projects."""

from __future__ import annotations

import functools
import re
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import ordering
from gce_dashboard.framework.offer import Option
from gce_dashboard.framework.resources import path_of, project_of
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]


def public_images(client: api.Client) -> list[Json]:
    """The images of every public project that the endpoint knows."""
    projects = client.public_image_projects()
    calls = (
        functools.partial(client.list_all, "global/images", project=project) for project in projects
    )
    found: list[Json] = []
    for outcome in api.together(*calls):
        if isinstance(outcome, api.GceError):
            if not isinstance(outcome, api.NotFound):
                raise outcome
            continue
        found += outcome
    return found


def own_images(client: api.Client) -> list[Json]:
    """The images that belong to no public project."""
    images = client.list_all("global/images")
    return [each for each in images if not is_public(project_of(each["selfLink"]))]


def is_public(project: str) -> bool:
    """Whether a project of this name holds public images."""
    return project.endswith(("-cloud", "-images", "-cloud-dev"))


SYSTEMS = {
    "centos": "CentOS",
    "cos": "Container-Optimized OS",
    "fedora-coreos": "Fedora CoreOS",
    "freebsd-org": "FreeBSD",
    "opensuse": "openSUSE",
    "rhel": "Red Hat Enterprise Linux",
    "rhel-sap": "Red Hat Enterprise Linux for SAP",
    "suse": "SUSE Linux Enterprise Server",
    "suse-sap": "SUSE Linux Enterprise Server for SAP",
    "ubuntu-os": "Ubuntu",
    "ubuntu-os-pro": "Ubuntu Pro",
    "windows": "Windows Server",
    "windows-sql": "SQL Server on Windows Server",
}


def system_of(project: str) -> str:
    """The operating system of a public project: ``rocky-linux-cloud`` is Rocky Linux."""
    name = re.sub(r"(-cloud(-dev)?|-images)$", "", project)
    return SYSTEMS.get(name) or name.replace("-", " ").title()


def image(item: Json) -> Option | None:
    state = item.get("deprecated", {}).get("state", "ACTIVE")
    if item.get("status", "READY") != "READY" or state in ("OBSOLETE", "DELETED"):
        return None
    project = project_of(item["selfLink"])
    option: Option = {
        "value": f"projects/{project}/{path_of(item['selfLink'])}",
        "text": item["name"],
        "within": {"system": [system_of(project)]},
        "least": int(item.get("diskSizeGb", 0)),
    }
    description = item.get("description", "")
    if description and description != item["name"]:
        option["note"] = description
    if state == "DEPRECATED":
        option["mark"] = _("deprecated")
    return option


def newest_first(item: Json) -> Any:
    deprecated = item.get("deprecated", {}).get("state", "ACTIVE") != "ACTIVE"
    return deprecated, ordering.Reversed(ordering.natural(item["name"]))


def system(item: Json) -> Option:
    name = system_of(project_of(item["selfLink"]))
    return {"value": name, "text": name}
