PANEL = "gce_subnetworks"
PANEL_GROUP = "vpc_network"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.networks.subnetworks.page.Panel"
