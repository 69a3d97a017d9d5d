PANEL = "gce_target_tcp_proxies"
PANEL_GROUP = "load_balancing"
PANEL_DASHBOARD = "project"
ADD_PANEL = "gce_dashboard.balancing.target_proxies.page.TcpPanel"
