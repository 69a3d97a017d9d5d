PANEL = "gce_zones"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.places.zones.panel.Panel"
