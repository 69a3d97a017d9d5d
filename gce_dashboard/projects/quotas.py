"""How much of its quotas a project uses, as bars."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from gce_dashboard import api
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]
NEARLY = 0.8
SHORT = {"Cpus": "CPUs", "Gb": "GB", "Ssd": "SSD", "Gpus": "GPUs", "Vpn": "VPN", "Ip": "IP"}


@dataclasses.dataclass(frozen=True)
class Quota:
    """One quota; the endpoint has no limit where the cloud has none (a negative number)."""

    metric: str
    usage: float
    limit: float

    @property
    def title(self) -> str:
        """``INSTANCES`` as ``Instances``, ``SSD_TOTAL_GB`` as ``SSD total GB``."""
        first, *others = self.metric.split("_")
        words = [first.capitalize(), *others]
        return " ".join(
            SHORT.get(each.capitalize(), each if i == 0 else each.lower())
            for i, each in enumerate(words)
        )

    @property
    def bounded(self) -> bool:
        return self.limit >= 0

    @property
    def tone(self) -> str:
        """``full``, ``near`` the limit or "": how the bar is coloured."""
        if not self.bounded or not self.usage:
            return ""
        if self.usage >= self.limit:
            return "full"
        return "near" if self.usage >= NEARLY * self.limit else ""

    @property
    def numbers(self) -> str:
        used = f"{self.usage:,g}" if self.usage < 1e6 else f"{self.usage:,.0f}"
        limit = f"{self.limit:,.0f}" if self.bounded else _("no limit")
        return f"{used} / {limit}"


class QuotasPart(ConsolePage):
    """The quotas of the current project, and of it in each region, as a part of a page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        client = self.client
        project, regions = api.together(lambda: client.get(""), lambda: client.list_all("regions"))
        failed = [each for each in (project, regions) if isinstance(each, api.GceError)]
        for error in {each.message: each for each in failed}.values():
            self.report(error)
        groups = []
        if not isinstance(project, api.GceError):
            groups.append((_("In the whole project"), quotas(project)))
        if not isinstance(regions, api.GceError):
            groups += [(region["name"], quotas(region)) for region in regions]
        context = {"groups": [each for each in groups if each[1]], "notices": self.notices}
        html = render_to_string("gce_dashboard/projects/_quotas.html", context)
        return JsonResponse({"html": html})


def quotas(resource: Json) -> list[Quota]:
    """The quotas of a Project or a Region, the most used first."""
    found = [
        Quota(each.get("metric", ""), each.get("usage", 0), each.get("limit", 0))
        for each in resource.get("quotas", [])
    ]
    return sorted(found, key=lambda each: (-bool(each.usage), each.title))
