"""Gives managed instance groups the size that their autoscalers want."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from gce_api.background.worker import apart, every
from gce_api.call import Services
from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.plans.scaling import wanted
from gce_api.views.groups import MANAGED


@every(5)
def scale_groups(services: Services) -> None:
    with services.database.reader() as session:
        autoscalers = list(resources.everywhere(session, "autoscalers"))
        due = [row for row in autoscalers if _is_off(session, row)]
    for row in due:
        with apart(f"The autoscaler {row.name}"), services.database.writer() as session:
            _scale(session, row)


def _is_off(session: Session, autoscaler: Resource) -> bool:
    """Whether an autoscaler's group has another size than it wants."""
    group = _group_of(session, autoscaler, lock=False)
    return group is not None and _size(autoscaler, group) != group.content["targetSize"]


def _scale(session: Session, autoscaler: Resource) -> None:
    group = _group_of(session, autoscaler, lock=True)
    if group is not None and not group.content.get("deleting"):
        group.content = group.content | {"targetSize": _size(autoscaler, group)}


def _size(autoscaler: Resource, group: Resource) -> int:
    return wanted(autoscaler.content["policy"], group.content["targetSize"], datetime.now(UTC))


def _group_of(session: Session, autoscaler: Resource, *, lock: bool) -> Resource | None:
    scope, _, name = autoscaler.content["target"].rpartition(f"/{MANAGED}/")
    return resources.find(session, autoscaler.project, MANAGED, scope, name, lock=lock)
