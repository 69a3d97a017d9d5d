"""The operations of all projects."""

from __future__ import annotations

import dataclasses

from django.utils.safestring import SafeString

from gce_dashboard.endpoint.operator import OperatorPage, told
from gce_dashboard.framework import columns, project, render
from gce_dashboard.framework import operations as model
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.operations.page import OperationsPage
from gce_dashboard.operations.resource import OPERATIONS


def project_cell(operation: Json) -> SafeString:
    """The project, linked to its own operations."""
    with project.making_page_of(operation["project"]):
        return render.link(OPERATIONS.index, operation["project"])


def in_its_project(column: Column) -> Column:
    """A column whose links lead into the project of the row."""

    def cell(operation: Json) -> SafeString:
        with project.making_page_of(operation["project"]):
            return column.cell(operation)

    return dataclasses.replace(column, cell=cell)


TYPE, TARGET, *OTHERS = map(in_its_project, OperationsPage.columns)


class AllOperationsPage(OperatorPage):
    resource = told("operations")
    order = OperationsPage.order
    columns = (
        TYPE,
        TARGET,
        columns.field("project", _("Project"), cell=project_cell),
        *OTHERS,
    )
    filter_keys = ("project=demo", "error:*", "status!=DONE", "user:demo", "operationType=insert")
    presets = ((_("Failed"), "error:*"), (_("Under way"), "status!=DONE"))
    empty = Empty(
        _("No operations yet"),
        _("What the users of all projects create, change or delete shows up here."),
    )

    def is_busy(self, item: Json) -> bool:
        return not model.is_done(item)
