PANEL = "gce_backend_services"
PANEL_GROUP = "load_balancing"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.balancing.backend_services.page.Panel"
