"""The panel group VPC network; its panels come with their own files."""

PANEL_GROUP = "vpc_network"
PANEL_GROUP_NAME = "VPC network"
PANEL_GROUP_DASHBOARD = "project"
