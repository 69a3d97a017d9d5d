"""Health checks: list, page, create, edit, delete; the legacy ones of target pools among them."""

from __future__ import annotations

import dataclasses
from typing import Any

from gce_dashboard.balancing import uses
from gce_dashboard.balancing.health_checks import check
from gce_dashboard.balancing.resources import HEALTH_CHECKS
from gce_dashboard.framework import columns, fields, gcloud, terraform
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.editing import EditingPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offer import Offer, by_path, listed
from gce_dashboard.framework.offers import add
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
HTTP = Resource(
    collection="httpHealthChecks",
    title=_("Legacy HTTP health check"),
    plural=_("Legacy HTTP health checks"),
    icon="health",
    listed_with="healthChecks",
)
HTTPS = Resource(
    collection="httpsHealthChecks",
    title=_("Legacy HTTPS health check"),
    plural=_("Legacy HTTPS health checks"),
    icon="health",
    listed_with="healthChecks",
)
LISTS = ("aggregated/healthChecks", "global/httpHealthChecks", "global/httpsHealthChecks")
USERS = (uses.SERVICES, uses.POOLS, uses.GROUPS)
add("legacyHealthChecks", Offer(_("Health checks"), listed("global/httpHealthChecks"), by_path))
DELETE = delete(
    question=(_("Delete the health check %(name)s?"), _("Delete %(count)s health checks?")),
    consequence=_("One that a load balancer or an instance group uses cannot be deleted."),
    told=uses.told(*USERS),
)


class HealthChecksPage(ResourcePage):
    resource = dataclasses.replace(HEALTH_CHECKS, also="httpHealthChecks|httpsHealthChecks")
    paths = LISTS
    columns = (
        columns.name(),
        Column("protocol", _("Protocol"), check.protocol),
        Column("port", _("Port"), check.port),
        Column("path", _("Request path"), check.path),
        Column("scope", _("Scope"), check.scope),
        columns.reference("region", _("Region")),
        columns.field("checkIntervalSec", _("Interval"), unit="s", key="interval"),
        columns.field("timeoutSec", _("Timeout"), unit="s", key="timeout", optional=True),
        columns.field("healthyThreshold", _("Healthy threshold"), numeric=True, optional=True),
        columns.field("unhealthyThreshold", _("Unhealthy threshold"), numeric=True, optional=True),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
    )
    actions = (DELETE,)
    create = Link(_("Create health check"))
    filter_keys = ("name:web", "type=HTTP")
    empty = Empty(
        _("No health checks yet"),
        _("A load balancer sends nobody to a backend that does not answer its health check."),
    )


class HealthCheckPage(DetailPage):
    resource = HEALTH_CHECKS
    actions = (DELETE,)
    missing = _("There is no such health check")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    columns=(
                        *HealthChecksPage.columns[1:],
                        Column("host", _("Host HTTP header"), check.host),
                    ),
                    wide=True,
                ),
                uses.table(*USERS),
            ),
        ),
    )


class CreateHealthCheckPage(CreatingPage):
    resource = HEALTH_CHECKS
    page_title = _("Create a health check")
    sections = (
        check.NAMED,
        section(
            "",
            beside(
                fields.pick(
                    "scope",
                    _("Scope"),
                    check.SCOPES,
                    help=_("Target pools take legacy HTTP ones, everything else the others."),
                ),
                fields.region(when={"scope": "regional"}),
            ),
            check.PROTOCOL,
            dataclasses.replace(check.PORT_KIND, when={"scope": check.CURRENT}),
            dataclasses.replace(check.PORT, when={"port_kind": "fixed"}),
            dataclasses.replace(check.PATH, when={"protocol": check.WEB}),
            dataclasses.replace(check.HOST, when={"protocol": check.WEB}),
            *(
                dataclasses.replace(each, name=f"legacy_{each.name}", when={"scope": check.LEGACY})
                for each in check.LEGACY_PARTS
            ),
        ),
        check.CRITERIA,
    )

    def check(self, values):
        return check.timeout_fits(values)

    def path(self, values):
        if check.is_legacy(values):
            return f"global/{values['scope']}"
        return super().path(values)

    def place(self, values):
        return "global" if values.get("scope") != "regional" else super().place(values)

    def body(self, values):
        if check.is_legacy(values):
            return super().body(values)
        said = {key: each for key, each in check.particular(values).items() if each}
        kind = values.get("protocol", "TCP")
        return {**super().body(values), "type": kind, check.SETTINGS[kind]: said}

    def command(self, project_id, values):
        group, place = f"{self.resource.gcloud} create {values.get('protocol', 'TCP').lower()}", []
        if check.is_legacy(values):
            group = f"{(HTTP if values['scope'] == HTTP.collection else HTTPS).gcloud} create"
        elif values.get("scope") == "global":
            place = ["--global"]
        name = values.get("name") or "HEALTH_CHECK_NAME"
        return gcloud.of_fields(group, name, project_id, self.declaration.fields, values, place)

    def terraform(self, project_id, values):
        kind = self.resource.terraform_in(self.place(values))
        if check.is_legacy(values):
            kind = (HTTP if values["scope"] == HTTP.collection else HTTPS).terraform
        name = values.get("name") or "this"
        return terraform.configuration(kind, name, project_id, self.declaration.fields, values)


class EditHealthCheckPage(EditingPage):
    resource = HEALTH_CHECKS
    sections = (
        check.NAMED,
        section(
            "",
            dataclasses.replace(check.PROTOCOL, when={}, fixed=True),
            check.PORT_KIND,
            dataclasses.replace(check.PORT, when={"port_kind": "fixed"}),
            dataclasses.replace(check.PATH, when={"protocol": check.WEB}),
            dataclasses.replace(check.HOST, when={"protocol": check.WEB}),
        ),
        check.CRITERIA,
    )

    def check(self, values):
        return check.timeout_fits(values)

    def changes(self, values):
        kind = values.get("protocol") or check.protocol_of(self.item)
        return {**super().changes(values), check.SETTINGS[kind]: check.particular(values)}

    def command(self, project_id, values):
        kind = values.get("protocol", "TCP").lower()
        self.gcloud_verb = f"update {kind}"
        return super().command(project_id, values)


class EditLegacyPage(EditingPage):
    sections = (check.NAMED, section("", *check.LEGACY_PARTS), check.CRITERIA)

    def check(self, values):
        return check.timeout_fits(values)


def legacy_panel(legacy: Resource):
    """The pages of one kind of legacy checks; the list of all leads to them."""
    index, detail, edit = (
        type(page.__name__, (page,), {"resource": legacy, **more})
        for page, more in (
            (HealthChecksPage, {"paths": legacy.paths, "create": None}),
            (HealthCheckPage, {}),
            (EditLegacyPage, {}),
        )
    )
    return panel(legacy, index, detail=detail, edit=edit)


Panel = panel(
    HEALTH_CHECKS,
    HealthChecksPage,
    detail=HealthCheckPage,
    create=CreateHealthCheckPage,
    edit=EditHealthCheckPage,
)
HttpPanel = legacy_panel(HTTP)
HttpsPanel = legacy_panel(HTTPS)
