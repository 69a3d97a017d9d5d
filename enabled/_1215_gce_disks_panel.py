PANEL = "gce_disks"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.storage.disks.panel.Panel"
