PANEL = "gce_regions"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.places.regions.page.Panel"
