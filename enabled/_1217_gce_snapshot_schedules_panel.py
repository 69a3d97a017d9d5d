PANEL = "gce_resource_policies"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.storage.schedules.page.Panel"
