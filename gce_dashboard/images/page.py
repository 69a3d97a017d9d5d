"""The list of images."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.pages import columns
from gce_dashboard.pages.listing import Empty, ResourcePage


class ImagesPage(ResourcePage):
    page_title = _("Images")
    collection = "images"
    path = "global/images"
    columns = (columns.name(), columns.created())
    empty = Empty(_("No images"), "")
