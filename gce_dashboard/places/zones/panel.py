"""The panel Zones."""

from gce_dashboard.framework.panel import panel
from gce_dashboard.places.zones.detail import ZonePage
from gce_dashboard.places.zones.page import ZonesPage
from gce_dashboard.places.zones.resource import ZONES

Panel = panel(ZONES, ZonesPage, detail=ZonePage)
