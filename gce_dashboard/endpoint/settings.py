"""The settings that the endpoint works with."""

from __future__ import annotations

from gce_dashboard.endpoint.operator import WholePage, told
from gce_dashboard.framework import columns, render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty
from gce_dashboard.i18n import gettext_lazy as _

DEFAULT = "opt_default"
# oslo.config's words for who has said a value
SOURCES = {
    DEFAULT: _("Default"),
    "set_default": _("Default of this release"),
    "user": _("File"),
    "environment": _("Environment"),
    "command_line": _("Command line"),
    "set_override": _("Set while it runs"),
}


def source(setting: Json) -> str:
    return str(SOURCES.get(setting["source"], setting["source"]))


def option(setting: Json) -> str:
    return f"[{setting['group']}] {setting['name']}"


class SettingsPage(WholePage):
    resource = told("settings")
    columns = (
        Column("name", _("Option"), lambda each: render.text(option(each))),
        columns.by_rows(columns.field("value", _("Value"))),
        columns.by_rows(columns.field("default", _("Default"))),
        Column(
            "source",
            _("Said by"),
            lambda each: render.text(source(each)),
            export=lambda each: each["source"],
        ),
        columns.by_rows(columns.field("where", _("Where"))),
        columns.by_rows(columns.field("help", _("Description"), optional=True)),
    )
    order = "name"  # with its group
    filter_keys = ("keystone", "value=true")
    presets = ((_("Other than the default"), f"source!={DEFAULT} source!=set_default"),)
    empty = Empty(_("No settings"), _("The endpoint names no option."))

    def key(self, item: Json) -> str:
        return option(item)
