PANEL = "gce_routers"
PANEL_GROUP = "vpc_network"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.networks.routers.page.Panel"
