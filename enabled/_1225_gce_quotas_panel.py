PANEL = "gce_quotas"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.quotas.page.Panel"
