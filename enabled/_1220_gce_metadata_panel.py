PANEL = "gce_metadata"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.metadata.page.Panel"
