"""Quotas: how much of what a project may have it uses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import render
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.markup import format_html
from gce_dashboard.framework.registry import url_of
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
NEARLY = 0.8
SHORT = {"Cpus": "CPUs", "Gb": "GB", "Ssd": "SSD", "Gpus": "GPUs", "Vpn": "VPN", "Ip": "IP"}


@dataclasses.dataclass(frozen=True)
class Quota:
    """One quota; the endpoint has no limit where the cloud has none (a negative number).

    :ivar region: whose it is, "" for the whole project's
    """

    metric: str
    usage: float
    limit: float
    region: str = ""

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
    def place(self) -> str:
        return self.region or _("Whole project")

    @property
    def share(self) -> float | None:
        """How much of it is used, from 0 to 1 and beyond; None where there is no limit."""
        if self.limit < 0:
            return None
        return self.usage / self.limit if self.limit else float(bool(self.usage))

    @property
    def is_near(self) -> bool:
        return (self.share or 0) >= NEARLY

    @property
    def tone(self) -> str:
        """``full``, ``near`` the limit or "": how the bar is coloured."""
        if not self.is_near:
            return ""
        return "full" if self.usage >= self.limit else "near"

    @property
    def percent(self) -> str:
        if self.share is None:
            return _("no limit")
        return "<1%" if 0 < self.share < 0.01 else f"{self.share:.0%}"

    @property
    def used(self) -> str:
        return f"{self.usage:,g}" if self.usage < 1e6 else f"{self.usage:,.0f}"

    @property
    def most(self) -> str:
        return f"{self.limit:,.0f}" if self.limit >= 0 else _("no limit")

    @property
    def numbers(self) -> str:
        return f"{self.used} / {self.most}"


def of(resource: Json) -> list[Quota]:
    """The quotas of a Project or a Region, those nearest their limits first."""
    region = resource.get("name", "") if "zones" in resource else ""
    found = [
        Quota(each.get("metric", ""), each.get("usage", 0), each.get("limit", 0), region)
        for each in resource.get("quotas", [])
    ]
    return nearest_first(found)


def nearest_first(quotas: Iterable[Quota]) -> list[Quota]:
    return sorted(quotas, key=lambda each: (-(each.share or 0), each.title, each.region))


def rows(quotas: Iterable[Quota]) -> list[Json]:
    """Quotas as the rows of a list or a table."""
    return [{"name": f"{each.metric} {each.region}".strip(), "_quota": each} for each in quotas]


def bar(quota: Quota, *, titled: bool = False) -> SafeString:
    """How much of it is used, as a bar and in words; no bar where there is no limit.

    :param titled: whether it says which quota it is
    """
    words = f"{quota.title}: {quota.percent}" if titled else quota.percent
    if quota.share is None:
        return render.text(words)
    return format_html('<span class="gce-share">{}<span>{}</span></span>', meter(quota), words)


def meter(quota: Quota) -> SafeString:
    label = f"{quota.title}, {quota.place}"
    return render.meter(quota.usage, quota.limit, label, quota.tone)


def place(quota: Quota) -> SafeString:
    url = url_of(f"regions/{quota.region}") if quota.region else ""
    return render.link(url, quota.region) if url else render.text(quota.place)


TITLE = Column("title", gettext_lazy("Quota"), lambda row: render.text(row["_quota"].title))
PLACE = Column("location", gettext_lazy("Location"), lambda row: place(row["_quota"]))
USAGE = Column(
    "usage",
    gettext_lazy("Usage"),
    lambda row: render.text(row["_quota"].used),
    sort=lambda row: row["_quota"].usage,
    export=lambda row: row["_quota"].usage,
    numeric=True,
)
LIMIT = Column(
    "limit",
    gettext_lazy("Limit"),
    lambda row: render.text(row["_quota"].most),
    sort=lambda row: row["_quota"].limit if row["_quota"].limit >= 0 else None,
    export=lambda row: row["_quota"].limit,
    numeric=True,
)
SHARE = Column(
    "share",
    gettext_lazy("Usage percentage"),
    lambda row: bar(row["_quota"]),
    text=lambda row: row["_quota"].percent,
    sort=lambda row: row["_quota"].share,
)
METRIC = Column("metric", gettext_lazy("Metric"), lambda row: render.mono(row["_quota"].metric))
