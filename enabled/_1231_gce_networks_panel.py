PANEL = "gce_networks"
PANEL_GROUP = "vpc_network"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.networks.networks.panel.Panel"
