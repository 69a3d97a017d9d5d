"""The list of zones."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.pages import columns
from gce_dashboard.pages.listing import Empty, ResourcePage


class ZonesPage(ResourcePage):
    page_title = _("Zones")
    collection = "zones"
    path = "zones"
    columns = (columns.name(), columns.created())
    empty = Empty(_("No zones"), "")
