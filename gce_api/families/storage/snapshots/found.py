"""The snapshots among which a request's are looked up, and how that is done."""

from __future__ import annotations

from dataclasses import dataclass

from gce_api.google import errors
from gce_api.google.links import References
from gce_api.openstack import finding, marks
from gce_api.openstack.rows import Row


def is_hidden(snapshot: Row) -> bool:
    """Whether a snapshot is none of GCE's, but a part of something else."""
    return any(mark in snapshot["metadata"] for mark in marks.HIDDEN_SNAPSHOTS)


@dataclass(frozen=True)
class Snapshots:
    """The snapshots that a request may refer to.

    :ivar every: all of a region, with parts of machine images and such as an operation works with;
        or all of the names that matter.
    """

    references: References
    every: list[Row]

    @property
    def shown(self) -> list[Row]:
        """Those that are GCE's."""
        return [snapshot for snapshot in self.every if not is_hidden(snapshot)]

    def named(self, name: str) -> list[Row]:
        """Those that have exactly this name in Cinder."""
        return [snapshot for snapshot in self.shown if snapshot.name == name]

    def by_name(self, name: str, *, parts: bool = False) -> Row:
        """A snapshot by its name or id.

        :param parts: whether it may be a part of a machine image, by its numeric id.
        :raises errors.NotFound: there is none.
        """
        found = finding.by_name(name, self.named, lambda: self.every if parts else self.shown)
        if found is None:
            path = f"projects/{self.references.project.id}/global/snapshots/{name}"
            raise errors.NotFound.resource(path)
        return found

    def refer(self, url: object, field: str) -> Row:
        """The snapshot that a request refers to, or the part of a machine image.

        :raises errors.Invalid: the URL does not refer to a snapshot.
        :raises errors.NotFound: there is no such snapshot.
        """
        return self.by_name(self.references.refer(url, "snapshots", field).name, parts=True)
