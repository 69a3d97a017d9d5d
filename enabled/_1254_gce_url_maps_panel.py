PANEL = "gce_url_maps"
PANEL_GROUP = "load_balancing"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.balancing.url_maps.page.Panel"
