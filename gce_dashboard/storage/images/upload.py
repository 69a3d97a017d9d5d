"""A file of the user's becomes an image: through Horizon into Glance while it arrives.

GCE's API takes no file. Glance gets it with the user's own token; family, description and labels
are then the endpoint's matter, as those of any image.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from glanceclient import exc
from horizon.exceptions import ServiceCatalogException
from openstack_dashboard.api import glance

from gce_dashboard import api, conf
from gce_dashboard.framework.inputs import name_is_valid
from gce_dashboard.framework.resources import NAME, numeric_id
from gce_dashboard.framework.uploads import Incoming, Interrupted
from gce_dashboard.i18n import gettext as _

LOG = logging.getLogger(__name__)

Json = dict[str, Any]
RAW = "raw"
# Glance's word for a format, and what stands where in a file of it
SIGNATURES = (
    ("qcow2", 0, b"QFI\xfb"),
    ("vmdk", 0, b"KDMV"),
    ("vdi", 0x40, b"\x7f\x10\xda\xbe"),
    ("vhdx", 0, b"vhdxfile"),
    ("vhd", 0, b"conectix"),
    ("iso", 0x8001, b"CD001"),
)
PACKED = (
    b"\x1f\x8b",  # gzip
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"PK\x03\x04",  # ZIP, OVA's sibling
    b"7z\xbc\xaf",
)
TAR = (257, b"ustar")


def format_of(head: bytes) -> str:
    """The format of a disk image by its first bytes; what nothing is known of is a raw disk.

    :raises api.ApiError: it is compressed, or an archive
    """
    place, mark = TAR
    if head.startswith(PACKED) or head[place : place + len(mark)] == mark:
        raise api.ApiError(
            _("The file is compressed or an archive. Unpack it, and choose the disk in it."),
            code=400,
        )
    found = (name for name, at, mark in SIGNATURES if head[at : at + len(mark)] == mark)
    return next(found, RAW)


def take(request: HttpRequest, client: api.Client, name: str, file: Incoming) -> str:
    """Make an image of a file; returns its UUID in Glance.

    :raises api.GceError: the name is taken, or the file is refused, in words for its sender
    """
    _check_size(file)
    _check_name(client, name)
    try:
        disk_format = format_of(file.head())
        with _told():
            images = glance.glanceclient(request).images
            made = images.create(
                name=name, disk_format=disk_format, container_format="bare", visibility="private"
            )
        with _undone(images, made.id), _told():
            images.upload(made.id, file)
    except Interrupted as stopped:
        raise api.ApiError(_("The upload was ended before all of the file had come.")) from stopped
    return made.id


def finish(client: api.Client, values: Json, body: Json, request_id: str) -> list[Json]:
    """Give an image that was taken what the form says of it: its operations.

    :param body: the properties to set
    :raises api.GceError: it is not there any more, or another has its name
    """
    path = f"global/images/{values['name']}"
    image = client.get(path)
    if image["id"] != numeric_id(values["file"]):
        raise api.ApiError(_("The file has become an image of another name. Choose it again."))
    operations = [client.change("PATCH", path, body, requestId=request_id)]
    if values.get("labels"):
        labels = {"labels": values["labels"], "labelFingerprint": image["labelFingerprint"]}
        operations.append(client.post(f"{path}/setLabels", labels))
    return operations


def _check_size(file: Incoming) -> None:
    if not file.size:
        raise api.ApiError(_("The file is empty."), code=400)
    if file.size > conf.get().largest_upload:
        most = conf.get().max_upload_gb
        raise api.ApiError(_("The file is larger than %d GB, the most that is taken.") % most)


def _check_name(client: api.Client, name: str) -> None:
    """:raises api.GceError: it is none, or another image has it"""
    if not re.fullmatch(NAME, name):
        raise api.ApiError(str(name_is_valid.message), code=400)
    with contextlib.suppress(api.NotFound):
        client.get(f"global/images/{name}")
        told = _("The project has an image of this name.")
        raise api.Conflict(told, code=409, reason=api.NAME_TAKEN)


@contextlib.contextmanager
def _undone(images: Any, image_id: str) -> Iterator[None]:
    """An image that does not get whole is deleted."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(Exception):
            images.delete(image_id)
        raise


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Glance's refusals in words for those who know no Glance; its own are in the log."""
    try:
        yield
    except ServiceCatalogException as failure:
        raise api.ApiError(_("This cloud has no image service."), code=501) from failure
    except (exc.ClientException, exc.BaseException) as failure:
        LOG.warning("Glance refused a file: %s", failure)
        code = getattr(failure, "code", 0)
        if code == 401:
            raise api.Unauthorized(_("The token is not accepted."), code=401) from failure
        words = {
            403: _("You may not make images in this project, or its quota of images is used up."),
            413: _("The file is larger than the project's quota of images, or the cloud, allows."),
        }
        told = words.get(code) or _("The cloud's image service did not take the file.")
        raise api.ApiError(told, code=code or 502) from failure
