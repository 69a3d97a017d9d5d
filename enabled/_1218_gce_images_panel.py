PANEL = "gce_images"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.storage.images.panel.Panel"
