PANEL = "gce_forwarding_rules"
PANEL_GROUP = "load_balancing"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.balancing.forwarding_rules.page.Panel"
