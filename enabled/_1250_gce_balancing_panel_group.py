"""The panel group Load balancing; its panels come with their own files."""

PANEL_GROUP = "load_balancing"
PANEL_GROUP_NAME = "Load balancing"
PANEL_GROUP_DASHBOARD = "project"
