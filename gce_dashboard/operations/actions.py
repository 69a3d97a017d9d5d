"""What can be done with operations."""

from gce_dashboard.framework.actions import delete
from gce_dashboard.framework.operations import is_done
from gce_dashboard.i18n import gettext_lazy as _

DELETE = delete(
    question=(
        _("Delete the record of “%(name)s”?"),
        _("Delete the records of %(count)s operations?"),
    ),
    consequence=_(
        "Only the record of what happened goes. What the operation made, changed or deleted stays"
        " as it is."
    ),
    spelled=lambda path, values: (),  # gcloud has no command for it
    permission="compute.zoneOperations.delete",  # one that Google has, for operations of any scope
    applies=is_done,
    needs=_("Only the record of an operation that is done can be deleted."),
)
