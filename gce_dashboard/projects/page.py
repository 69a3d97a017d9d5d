"""The list of projects."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.pages import columns
from gce_dashboard.pages.listing import Empty, ResourcePage


class ProjectsPage(ResourcePage):
    page_title = _("Projects")
    collection = "projects"
    path = ""
    columns = (columns.name(), columns.created())
    empty = Empty(_("No projects"), "")
