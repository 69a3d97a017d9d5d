"""The panel Instance groups."""

from gce_dashboard.framework.panel import panel
from gce_dashboard.groups.create import CreateGroupPage
from gce_dashboard.groups.detail import GroupPage
from gce_dashboard.groups.page import GroupsPage
from gce_dashboard.groups.resource import GROUPS

Panel = panel(GROUPS, GroupsPage, detail=GroupPage, create=CreateGroupPage)
