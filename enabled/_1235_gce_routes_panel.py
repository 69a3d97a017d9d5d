PANEL = "gce_routes"
PANEL_GROUP = "vpc_network"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.networks.routes.page.Panel"
