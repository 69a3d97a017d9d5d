PANEL = "gce_service_accounts"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.access.accounts.Panel"
