"""Acting for a managed group: who, by what requests, and what came of each.

A request carries an id that is the same when it is made again, so that a process may be killed at
any moment: whoever goes on finds the operation that was begun.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from gce_api.database.models import Resource
from gce_api.families.groups.managers.deeds import Deed
from gce_api.families.shared.call import Services
from gce_api.google import errors
from gce_api.openstack import failures
from gce_api.openstack.caller import Caller


@dataclass(frozen=True)
class Actor:
    """A user who acts for a group, through the endpoint."""

    services: Services
    caller: Caller
    group: Resource

    def parameters(self, deed: Deed) -> dict[str, str]:
        """The zone and the request id of a deed's operation."""
        member = deed.member
        what = f"{deed.name}/{deed.verb}/{member['serial']}/{member['template']}"
        request_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.group.id}/{what}")
        return {"zone": member["zone"], "requestId": str(request_id)}


@dataclass(frozen=True)
class Begun:
    """What came of a deed: the name of its operation, or why it could not begin."""

    deed: Deed
    operation: str = ""
    error: errors.GceError | None = None


def refused(deed: Deed, error: Exception) -> Begun:
    """What came of a deed that an error kept from beginning; other errors than OpenStack's and
    ours are raised again."""
    failure = error if isinstance(error, errors.GceError) else failures.translate(error)
    if failure is None:
        raise error
    return Begun(deed, error=failure)
