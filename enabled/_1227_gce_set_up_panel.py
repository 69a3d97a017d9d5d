PANEL = "gce_api_access"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.access.set_up.Panel"
