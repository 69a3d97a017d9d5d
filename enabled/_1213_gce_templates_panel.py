PANEL = "gce_instance_templates"
PANEL_GROUP = "compute_engine"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.instances.templates.page.Panel"
