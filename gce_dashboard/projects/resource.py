"""Projects, as the console speaks of them."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.registry import Resource

PROJECTS = Resource(
    collection="projects", title=_("Project"), plural=_("Projects"), icon="project", scopes=()
)
