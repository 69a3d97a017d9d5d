PANEL = "gce_endpoint"
PANEL_GROUP = "admin"
PANEL_DASHBOARD = "admin"
ADD_PANEL = "gce_dashboard.endpoint.panel.Endpoint"
