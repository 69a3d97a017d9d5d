PANEL = "gce_machine_images"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.instances.machine_images.page.Panel"
