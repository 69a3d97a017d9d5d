PANEL = "gce_firewalls"
PANEL_GROUP = "vpc_network"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.networks.firewalls.page.Panel"
