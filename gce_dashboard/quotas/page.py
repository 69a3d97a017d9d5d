"""The quotas of a project, and of it in each region."""

from __future__ import annotations

import dataclasses
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import quotas, terms
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import other_panel
from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
QUOTAS = Resource(
    collection="quotas",
    title=gettext_lazy("Quota"),
    plural=gettext_lazy("Quotas"),
    icon="quota",
    scopes=(),
    gcloud="compute regions",
)


class QuotasPage(ResourcePage):
    resource = QUOTAS
    paths = ("", "regions")
    short = True
    order = "-share"
    poll_interval = 60
    columns = (
        quotas.TITLE,
        quotas.PLACE,
        quotas.SHARE,
        quotas.USAGE,
        quotas.LIMIT,
        dataclasses.replace(quotas.METRIC, optional=True),
    )
    filter_keys = ("instances", "location:us-central1")
    empty = Empty(
        gettext_lazy("No quotas"),
        gettext_lazy("This cloud sets no limits, or does not say which."),
    )

    def fetch_all(self, filter: str) -> api.Page:
        """All of them: the endpoint has no list of quotas, and no filter for them."""
        if filter:
            raise terms.Unreadable(_("Quotas are found by words, and by this page's columns."))
        client = self.client
        project, regions = api.together(lambda: client.get(""), lambda: client.list_all("regions"))
        if isinstance(project, api.GceError):
            raise project
        if isinstance(regions, api.GceError):
            self.report(regions, _("The quotas of the regions are missing"))
            regions = []
        found = [quota for each in (project, *regions) for quota in quotas.of(each)]
        return api.Page(quotas.rows(quotas.nearest_first(found)))

    def key(self, item: Json) -> str:
        return item["name"]


Panel = other_panel(QUOTAS, QuotasPage)
