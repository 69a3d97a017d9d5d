"""The metadata of a project, as the console speaks of it."""

from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext_lazy as _

METADATA = Resource(
    collection="projects",
    slug="gce_metadata",
    title=_("Metadata"),
    plural=_("Metadata"),
    icon="metadata",
    scopes=(),
)
