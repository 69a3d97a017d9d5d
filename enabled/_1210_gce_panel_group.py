"""The panel group Compute Engine, and the plugin's application, scripts and styles."""

PANEL_GROUP = "compute_engine"
PANEL_GROUP_NAME = "Compute Engine"
PANEL_GROUP_DASHBOARD = "project"

ADD_INSTALLED_APPS = ["gce_dashboard"]

ADD_JS_FILES = [
    f"gce_dashboard/js/{name}.js"
    for name in (
        "core",
        "poller",
        "live",
        "draft",
        "tray",
        "dialog",
        "acting",
        "columns",
        "selection",
        "suggestions",
        "filter",
        "pager",
        "rows",
        "tabs",
        "choices",
        "form",
        "upload",
        "resource",
        "serial",
        "list",
        "part",
        "endpoint",
    )
]

ADD_SCSS_FILES = [
    f"gce_dashboard/scss/{name}.scss"
    for name in (
        "theme",
        "controls",
        "page",
        "table",
        "filter",
        "form",
        "detail",
        "dialog",
        "tray",
        "endpoint",
        "quotas",
    )
]
