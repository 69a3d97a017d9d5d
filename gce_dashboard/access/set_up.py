"""API access: this cloud's addresses, and clients that are ready to be pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_dashboard import api
from gce_dashboard.access import snippets
from gce_dashboard.access.accounts import ACCOUNTS
from gce_dashboard.access.snippets import Cloud
from gce_dashboard.framework import columns, project
from gce_dashboard.framework.panel import other_panel
from gce_dashboard.framework.panels import Facts, Tab, Text
from gce_dashboard.framework.project_page import ProjectPage
from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SET_UP = Resource(
    collection="projects",
    slug="gce_api_access",
    title=_("API access"),
    plural=_("API access"),
    icon="api",
    scopes=(),
)
ADDRESSES = Facts(
    title=_("Addresses"),
    wide=True,
    columns=(
        columns.copied("_compute", _("Compute Engine API")),
        columns.copied("_root", _("Resource Manager, IAM")),
        columns.copied("_authorize", _("OAuth 2.0 log-in")),
        columns.copied("_token", _("OAuth 2.0 token")),
        columns.copied("_discovery", _("Discovery document")),
        columns.copied("name", _("Project ID")),
        columns.copied("id", _("Project number")),
        columns.copied("defaultServiceAccount", _("Default service account")),
    ),
    link=lambda item: (_("Service accounts and keys"), ACCOUNTS.page("index")),
)


def client(name: str, title: str, *texts: tuple[str, Callable[[Cloud], str]]) -> Tab:
    """A tab with what to paste for one client."""

    def said(write: Callable[[Cloud], str]) -> Callable[[Json], str]:
        return lambda item: write(item["_cloud"])

    return Tab(name, title, tuple(Text(title=title, text=said(write)) for title, write in texts))


WITH_KEY = _("With the key of a service account, key.json")
WITH_TOKEN = _("With a token of Keystone")


class SetUpPage(ProjectPage):
    resource = SET_UP
    tabs = (
        Tab("addresses", _("Addresses"), (ADDRESSES,)),
        client("gcloud", "gcloud", (_("With a log-in, or a key"), snippets.gcloud)),
        client("curl", "curl", (WITH_TOKEN, snippets.curl)),
        client(
            "python",
            "Python",
            (_("google-cloud-compute, with the key of a service account"), snippets.python),
            (_("google-api-python-client, with the same"), snippets.discovery),
        ),
        client("node", "Node.js", (WITH_KEY, snippets.node)),
        client("libcloud", "libcloud", (WITH_KEY, snippets.libcloud)),
        client(
            "ansible",
            "Ansible",
            (
                _("Google's modules know Google's address alone: the REST API, with a token"),
                snippets.ansible,
            ),
        ),
        client("terraform", "Terraform", (WITH_KEY, snippets.terraform)),
    )
    all_tabs = tabs

    def get_item(self) -> Json:
        """The project, with the cloud that the texts are about."""
        client = self.client
        found, zones = api.together(lambda: client.get(""), lambda: client.list_all("zones"))
        for answer in (found, zones):
            if isinstance(answer, api.GceError):
                raise answer
        names = sorted(zone["name"] for zone in zones) or ["ZONE"]
        root = client.endpoint.removesuffix(snippets.API.rstrip("/"))
        cloud = Cloud(root, project.project_id(self.request), names[0])
        return {
            **found,
            "_cloud": cloud,
            "_root": cloud.root,
            "_compute": cloud.compute,
            "_authorize": f"{root}o/oauth2/auth",
            "_token": f"{root}token",
            "_discovery": f"{root}discovery/v1/apis/compute/v1/rest",
        }


Panel = other_panel(SET_UP, SetUpPage)
