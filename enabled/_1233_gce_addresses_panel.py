PANEL = "gce_addresses"
PANEL_GROUP = "vpc_network"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.networks.addresses.page.Panel"
