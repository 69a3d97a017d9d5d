"""The fields of a form that makes something of an image or snapshot, as disks and images are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_dashboard.framework import fields
from gce_dashboard.framework.forms import beside
from gce_dashboard.framework.resources import last, project_of
from gce_dashboard.i18n import gettext_lazy as _


def flags(name: str) -> Callable[[str, dict[str, Any]], list[str]]:
    """gcloud's two flags of an image, or of the family whose newest it is.

    :param name: ``image`` for ``--image`` or ``--image-family``, and ``--image-project``
    """

    def said(image: str, values: dict[str, Any]) -> list[str]:
        if not image:
            return []
        kind = f"{name}-family" if "/family/" in image else name
        return [f"--{kind}={last(image)}", f"--{name}-project={project_of(image)}"]

    return said


def public_image(flag: str, **more: Any) -> Any:
    """An operating system and its version."""
    chosen = {"source": "image"}
    return beside(
        fields.choice(
            "system",
            _("Operating system"),
            offer="systems",
            prefer=("Debian",),
            validators=(),
            when=chosen,
        ),
        fields.choice(
            "image",
            _("Version"),
            offer="images",
            within="system",
            path="sourceImage",
            flag=flags(flag),
            when=chosen,
            **more,
        ),
    )


def own_image(title: Any, flag: str, **more: Any) -> fields.Field:
    """An image of the project's own."""
    return fields.choice(
        "own_image",
        title,
        offer="ownImages",
        opened_with="image",
        path="sourceImage",
        flag=flags(flag),
        when={"source": "own"},
        **more,
    )


def snapshot(title: Any = "", **more: Any) -> fields.Field:
    """A snapshot of the project's."""
    more = {"path": "sourceSnapshot", **more}
    return fields.choice(
        "snapshot",
        title or _("Snapshot"),
        offer="snapshots",
        body="global/snapshots/{}",
        flag="--source-snapshot={}",
        when={"source": "snapshot"},
        **more,
    )
