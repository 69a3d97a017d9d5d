"""The project at a glance: its VMs, what was done last and went wrong, what comes to an end."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.access.set_up import SET_UP
from gce_dashboard.framework import charts, columns, quotas, render, wording
from gce_dashboard.framework import operation_cells as cells
from gce_dashboard.framework import operations as model
from gce_dashboard.framework.charts import Count
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.markup import format_html, format_html_join
from gce_dashboard.framework.panel import other_panel
from gce_dashboard.framework.panels import Cell, Tab, Table
from gce_dashboard.framework.project_page import ProjectPage
from gce_dashboard.framework.registry import Resource, resource, url_of
from gce_dashboard.framework.resources import last, scope_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.metadata.resource import METADATA
from gce_dashboard.quotas.page import QUOTAS

Json = dict[str, Any]
OVERVIEW = Resource(
    collection="projects",
    slug="gce_overview",
    title=_("Overview"),
    plural=_("Overview"),
    icon="overview",
    scopes=(),
)
LATEST = 8
FAILED = "error:*"
FIELDS = "items/*/instances(status,zone),nextPageToken"


def listed(collection: str, filter: str) -> str:
    return resource(collection).page("index", {"filter": filter})


def by_status(project: Json) -> SafeString:
    """The VMs as a ring, each state of the page's words once."""
    status = resource("instances").status
    found = Counter(status.tone_and_text(vm) for vm in project["_instances"])
    counts = [
        Count(text, number, tone, listed("instances", f'status="{text}"'))
        for (tone, text), number in sorted(found.items(), key=lambda each: -each[1])
    ]
    return charts.ring(counts, _("VM instances"))


def by_zone(project: Json) -> SafeString:
    """A bar for every zone of the cloud: where there is nothing is worth knowing as well."""
    found = Counter(last(vm.get("zone")) for vm in project["_instances"])
    zones = {last(zone) for region in project["_regions"] for zone in region.get("zones", [])}
    return charts.bars(
        [
            Count(zone, found[zone], url=listed("instances", f"zone:{zone}"))
            for zone in sorted(zones | set(found))
        ]
    )


def nearest(project: Json) -> SafeString:
    """The quotas that are used most."""
    every = [quota for each in (project, *project["_regions"]) for quota in quotas.of(each)]
    used = [quota for quota in quotas.nearest_first(every) if quota.usage and quota.share]
    if not used:
        return render.text(_("Nothing that has a limit is in use."))
    return charts.lined(
        (f"{each.title} ({each.place})", each.numbers, quotas.meter(each)) for each in used[:5]
    )


def sentence(operation: Json) -> SafeString:
    """What is or was done, in words; leads to the operation."""
    doing, done, failed = wording.sentences(operation)
    words = failed if model.errors(operation) else done if model.is_done(operation) else doing
    return render.link(url_of(f"{scope_of(operation)}/operations/{operation['name']}"), words)


def steps(project: Json) -> SafeString:
    """What to do first, as links."""
    every = (
        (
            resource("instances").page("create"),
            _("Create a VM instance"),
            _("A virtual machine: choose its size, operating system and network."),
            "compute.instances.create",
        ),
        (
            resource("firewalls").page("create"),
            _("Let traffic in"),
            _("Without a firewall rule nothing reaches an instance, SSH neither."),
            "compute.firewalls.create",
        ),
        (
            METADATA.page("index", {"tab": "ssh-keys"}),
            _("Add your SSH key"),
            _("Who has a key there can log in to every instance of the project."),
            "",
        ),
        (
            SET_UP.page("index"),
            _("Set up gcloud and other clients"),
            _("This cloud's addresses, and what to paste."),
            "",
        ),
    )
    step = '<li><a href="{0}" data-gce-needs="{3}">{1}</a><p>{2}</p></li>'
    items = format_html_join("", step, every)
    return format_html('<ol class="gce-steps">{}</ol>', items)


OPERATION = Column("operation", _("Operation"), sentence)
WHEN = columns.moment("insertTime", _("Requested"))
USER = columns.field("user", _("User"))
CARDS = (
    Cell(
        title=_("Get started"),
        wide=True,
        cell=steps,
        adds=("instances", "firewalls"),
        when=lambda project: project["_is_empty"],
    ),
    Cell(
        title=_("VM instances"),
        cell=lambda project: format_html("{}{}", by_status(project), by_zone(project)),
        link=lambda project: (_("All VM instances"), resource("instances").index),
        when=lambda project: project["_instances"],
    ),
    Cell(
        title=_("Quotas most used"),
        cell=nearest,
        link=lambda project: (_("All quotas"), QUOTAS.page("index")),
    ),
    Table(
        title=_("Latest failures"),
        rows=lambda project, fetched: project["_failed"],
        columns=(
            OPERATION,
            Column("why", _("Error"), lambda op: render.text(" ".join(model.errors(op)))),
            USER,
            WHEN,
        ),
        link=lambda project: (_("All failures"), listed("operations", FAILED)),
        when=lambda project: project["_failed"],
    ),
    Table(
        title=_("Latest operations"),
        rows=lambda project, fetched: project["_operations"],
        columns=(
            OPERATION,
            Column("status", _("Status"), cells.status),
            USER,
            WHEN,
            Column("duration", _("Duration"), cells.duration, numeric=True),
        ),
        empty=_("Everything you create, change or delete shows up here with its progress."),
        link=lambda project: (_("All operations"), resource("operations").index),
    ),
)


class OverviewPage(ProjectPage):
    resource = OVERVIEW
    tabs = (Tab("overview", _("Overview"), CARDS),)
    all_tabs = tabs
    patience = 0  # it asks for five things: the frame does not wait for them

    def get_item(self) -> Json:
        """The project with what the cards show; where that cannot be had, a notice says so."""
        client = self.client
        project, regions, instances, operations, failed = api.together(
            lambda: client.get(""),
            lambda: client.list_all("regions"),
            lambda: client.list_all("aggregated/instances", fields=FIELDS),
            lambda: self.latest(""),
            lambda: self.latest(FAILED),
        )
        if isinstance(project, api.GceError):
            raise project
        return {
            **project,
            "_regions": self.had(regions),
            "_instances": self.had(instances),
            "_is_empty": instances == [],
            "_operations": self.had(operations),
            "_failed": self.had(failed),
        }

    def latest(self, filter: str) -> list[Json]:
        order = "creationTimestamp desc"
        path = "aggregated/operations"
        found = self.client.list(path, filter=filter, max_results=LATEST, order_by=order).items
        return sorted(found, key=lambda each: each.get("insertTime", ""), reverse=True)

    def had(self, answer: list[Json] | api.GceError) -> list[Json]:
        if isinstance(answer, api.GceError):
            self.report(answer)
            return []
        return answer

    def is_busy(self, item: Json) -> bool:
        return any(map(resource("instances").status.is_busy, item["_instances"])) or not all(
            map(model.is_done, item["_operations"])
        )


Panel = other_panel(OVERVIEW, OverviewPage)
