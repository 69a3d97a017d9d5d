PANEL = "gce_load_balancers"
PANEL_GROUP = "load_balancing"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.balancing.balancers.page.Panel"
