"""OpenStack's errors in GCE's terms: one table."""

from __future__ import annotations

import json
import re

import requests
from keystoneauth1 import exceptions as ks
from openstack import exceptions as sdk

from gce_api.database import outage
from gce_api.google import errors
from gce_api.openstack import exceeded, words

# requests may read with another library than Python's
NOT_JSON = (json.JSONDecodeError, requests.JSONDecodeError)
_QUOTA = re.compile(r"quota|exceed|OverLimit", re.IGNORECASE)


def translate(error: Exception) -> errors.GceError | None:
    """The GCE error for an exception of openstacksdk or keystoneauth1, or for one that says that
    the endpoint's own database is away; itself where it is one already; ``None`` for others.

    An answer that is not JSON, such as a proxy's page with status 200, counts as one of theirs.
    """
    if isinstance(error, errors.GceError):
        return error
    if isinstance(error, sdk.HttpException):
        return _from_status(error.status_code or 500, _message(error))
    if isinstance(error, ks.Unauthorized) and str(error.url or "").endswith("/auth/tokens"):
        # a caller's token is not made here: it is the endpoint's own user who logs in for writes
        return errors.Unavailable("This endpoint's own user cannot log in: tell who runs it.")
    if isinstance(error, ks.HttpError):
        return _from_status(error.http_status, str(error.message))
    if isinstance(error, (ks.EndpointNotFound, sdk.ServiceDisabledException)):
        return errors.Unsupported("This cloud has no service for that.")
    if isinstance(error, (ks.ClientException, sdk.SDKException)):
        return errors.Unavailable("A service of this cloud cannot be reached.")
    if outage.told(error):
        return errors.Unavailable("The database of this endpoint cannot be reached.")
    if isinstance(error, NOT_JSON):
        return errors.Unavailable("A service of this cloud did not answer in JSON.")
    return None


def _message(error: sdk.HttpException) -> str:
    """What the service said, without the SDK's prefix and the request's URL."""
    return str(error.details or error.message).strip()


def _from_status(status: int, said: str) -> errors.GceError:
    message = words.told(said)
    if status in (403, 409, 413):  # 409 is Neutron's way to say it
        if used_up := exceeded.quota(said):  # which is known by the service's own words
            return used_up
        if _QUOTA.search(message) and status != 409:
            return errors.QuotaExceeded(message)
    known: dict[int, type[errors.GceError]] = {
        400: errors.Invalid,
        401: errors.Unauthorized,
        403: errors.Forbidden,
        404: errors.NotFound,
        409: errors.ResourceNotReady,
        413: errors.QuotaExceeded,
    }
    if status in known:
        return known[status](message)
    return errors.Unavailable(f"A service of this cloud answered with status {status}.")
