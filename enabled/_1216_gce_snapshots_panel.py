PANEL = "gce_snapshots"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.storage.snapshots.page.Panel"
