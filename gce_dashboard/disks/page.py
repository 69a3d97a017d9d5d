"""The list of disks."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.pages import columns
from gce_dashboard.pages.listing import Empty, ResourcePage


class DisksPage(ResourcePage):
    page_title = _("Disks")
    collection = "disks"
    path = "aggregated/disks"
    columns = (columns.name(), columns.created())
    empty = Empty(_("No disks"), "")
