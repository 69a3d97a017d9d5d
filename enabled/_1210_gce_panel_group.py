"""The panel group Compute Engine, and the plugin's application."""

PANEL_GROUP = "compute_engine"
PANEL_GROUP_NAME = "Compute Engine"
PANEL_GROUP_DASHBOARD = "project"

ADD_INSTALLED_APPS = ["gce_dashboard"]
