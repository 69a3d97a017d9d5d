"""The user's projects."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from gce_dashboard import conf
from gce_dashboard.framework import render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.markup import format_html
from gce_dashboard.framework.project import switch_url
from gce_dashboard.framework.resources import numeric_id
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.projects.resource import PROJECTS


def name_cell(project: Json) -> SafeString:
    return render.text(project.get("name") or project["projectId"])


def state_cell(project: Json) -> SafeString:
    if project.get("lifecycleState", "ACTIVE") == "ACTIVE":
        return render.status("ok", _("Active"))
    return render.status("off", project["lifecycleState"])


def switch_cell(project: Json) -> SafeString:
    if project["_current"]:
        return render.status("ok", _("Current project"))
    if not project["_uuid"]:
        return render.NOTHING
    back = urlencode({"next": reverse("horizon:project:gce_projects:home")})
    url = switch_url(project["_uuid"])
    return format_html(
        '<a class="gce-button gce-button-outline" href="{}?{}">{}</a>', url, back, _("Switch to it")
    )


class ProjectsPage(ResourcePage):
    resource = PROJECTS
    poll_interval = 300
    short = True
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

    def fetch_all(self, filter):
        page = self.client.projects(filter=filter, page_size=conf.MAX_PAGE_SIZE)
        user = self.request.user
        uuids = {numeric_id(each.id): each.id for each in user.authorized_tenants}
        for project in page.items:
            uuid = uuids.get(project.get("projectNumber", ""), "")
            project["_uuid"] = uuid
            project["_current"] = uuid == user.project_id
        return page

    def key(self, item):
        return item["projectId"]
