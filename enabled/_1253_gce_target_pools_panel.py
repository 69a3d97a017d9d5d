PANEL = "gce_target_pools"
PANEL_GROUP = "load_balancing"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.balancing.target_pools.page.Panel"
