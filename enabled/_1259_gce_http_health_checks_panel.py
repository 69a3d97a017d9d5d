PANEL = "gce_http_health_checks"
PANEL_GROUP = "load_balancing"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.balancing.health_checks.page.HttpPanel"
