PANEL = "gce_projects"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.projects.panel.Panel"
