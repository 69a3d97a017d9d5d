"""The panel Disks."""

from gce_dashboard.framework.panel import panel
from gce_dashboard.storage.disks.create import CreateDiskPage
from gce_dashboard.storage.disks.detail import DiskPage
from gce_dashboard.storage.disks.page import DisksPage
from gce_dashboard.storage.disks.resource import DISKS

Panel = panel(DISKS, DisksPage, detail=DiskPage, create=CreateDiskPage)
