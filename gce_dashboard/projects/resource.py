"""Projects, as the console speaks of them."""

from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext_lazy as _

PROJECTS = Resource(
    collection="projects", title=_("Project"), plural=_("Projects"), icon="project", scopes=()
)
