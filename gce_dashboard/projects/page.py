"""The user's projects, and the quotas of the current one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gce_dashboard import api
from gce_dashboard.pages import render
from gce_dashboard.pages.columns import Column, Json
from gce_dashboard.pages.listing import Empty, ResourcePage
from gce_dashboard.resources import numeric_id

NEARLY = 0.8


def name_cell(project: Json) -> SafeString:
    return format_html("<strong>{}</strong>", project.get("name") or project["projectId"])


def state_cell(project: Json) -> SafeString:
    if project.get("lifecycleState", "ACTIVE") == "ACTIVE":
        return render.status("ok", _("Active"))
    return render.status("off", project["lifecycleState"])


def switch_cell(project: Json) -> SafeString:
    if project["_current"]:
        return render.status("ok", _("Current project"))
    if not project["_uuid"]:
        return render.NOTHING
    back = urlencode({"next": reverse("horizon:project:gce_projects:index")})
    url = reverse("switch_project_id", args=[project["_uuid"]])
    return format_html(
        '<a class="gce-button gce-button-outline" href="{}?{}">{}</a>', url, back, _("Switch to it")
    )


def quota(item: Json) -> Json:
    """A quota as a bar: what it is, how much is used, how near the limit."""
    limit, usage = item.get("limit", 0), item.get("usage", 0)
    bounded = limit > 0
    share = usage / limit if bounded else 0
    return {
        "title": quota_title(item.get("metric", "")),
        "region": item.get("_region", ""),
        "usage": f"{usage:,.0f}",
        "limit": f"{limit:,.0f}" if limit >= 0 else "",
        "percent": min(100, round(100 * share)),
        "tone": "full" if bounded and share >= 1 else "near" if share >= NEARLY else "",
    }


def quota_title(metric: str) -> str:
    """``IN_USE_ADDRESSES`` in words, abbreviations kept."""
    words = metric.lower().replace("_", " ").capitalize()
    for short, right in (("Cpus", "CPUs"), ("Ssd", "SSD"), (" gb", " GB")):
        words = words.replace(short, right)
    return words


class ProjectsPage(ResourcePage):
    template_name = "gce_dashboard/projects/list.html"
    page_title = _("Projects")
    collection = "projects"
    poll_interval = 300
    columns = (
        Column("name", _("Project name"), name_cell),
        Column("projectId", _("Project ID"), lambda each: render.mono(each["projectId"])),
        Column(
            "number", _("Project number"), lambda each: render.mono(each.get("projectNumber", ""))
        ),
        Column("state", _("State"), state_cell),
        Column("switch", _("Use"), switch_cell),
    )
    filter_keys = ("name:demo", "lifecycleState:ACTIVE")
    empty = Empty(_("No projects"), _("You have no role in any project."))

    def fetch(self, wanted):
        page = self.client.projects(
            filter=wanted.filter, page_size=wanted.size, page_token=wanted.token
        )
        user = self.request.user
        uuids = {numeric_id(each.id): each.id for each in user.authorized_tenants}
        for project in page.items:
            uuid = uuids.get(project.get("projectNumber", ""), "")
            project["_uuid"] = uuid
            project["_current"] = uuid == user.project_id
        return page

    def key(self, item):
        return item["projectId"]

    def get_context_data(self, **kwargs):
        quotas = self.attempt(self.quotas, [], _("The quotas could not be read"))
        return {**super().get_context_data(**kwargs), "quotas": quotas}

    def quotas(self) -> list[Json]:
        """The quotas of the current project, and of it in each region."""
        client = self.client
        project, regions = api.together(lambda: client.get(""), lambda: client.list_all("regions"))
        for outcome in (project, regions):
            if isinstance(outcome, api.GceError):
                raise outcome
        regional = [
            {**each, "_region": region["name"]}
            for region in regions
            for each in region.get("quotas", [])
        ]
        return [quota(each) for each in [*project.get("quotas", []), *regional]]
