PANEL = "gce_machine_types"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.places.machine_types.page.Panel"
