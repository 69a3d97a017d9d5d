PANEL = "gce_instance_groups"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.groups.panel.Panel"
