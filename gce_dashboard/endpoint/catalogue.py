"""The endpoint's entries in the Keystone catalogue, as an administrator."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from keystoneauth1 import exceptions
from openstack_dashboard.api import keystone

from gce_dashboard import conf
from gce_dashboard.api import errors
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]
INTERFACES = ("public", "internal", "admin")
SERVICE_NAME = "gce"
SERVICE_DESCRIPTION = "Google Compute Engine API"


class Catalogue:
    """Services and endpoints of the configured service type; others are out of its reach.

    An entry is a dictionary: ``id``, ``name`` (region and interface), ``region``,
    ``interface``, ``url``, ``enabled``, ``service`` (its id) and ``service_enabled``.
    Every method raises a :class:`~gce_dashboard.api.errors.GceError` when it fails.
    """

    def __init__(self, request: HttpRequest):
        self._request = request

    @functools.cached_property
    def _keystone(self) -> Any:
        return keystone.keystoneclient(self._request, admin=True)

    # what there is

    def services(self) -> list[Any]:
        """Keystone's services of the type; one, unless somebody made more."""
        with _translated():
            return self._keystone.services.list(type=conf.get().service_type)

    def regions(self) -> list[str]:
        with _translated():
            return sorted(region.id for region in self._keystone.regions.list())

    def entries(self, services: list[Any]) -> list[Json]:
        """The endpoints of services, by region and interface."""
        with _translated():
            found = [
                _entry(service, endpoint)
                for service in services
                for endpoint in self._keystone.endpoints.list(service=service)
            ]
        return sorted(found, key=lambda e: (e["region"], INTERFACES.index(e["interface"])))

    def get(self, endpoint_id: str) -> Json:
        """One entry.

        :raises errors.NotFound: the endpoint is gone, or another service's
        """
        for entry in self.entries(self.services()):
            if entry["id"] == endpoint_id:
                return entry
        raise errors.NotFound(_("The catalogue has no such GCE endpoint any more."), code=404)

    # what can be done

    def create(self, region: str, interface: str, url: str) -> None:
        """Add an endpoint, and the service where it is missing."""
        services = self.services()
        with _translated():
            service = services[0] if services else self._create_service()
            try:
                self._keystone.endpoints.create(
                    service, url, interface=interface, region=region, enabled=True
                )
            except exceptions.ClientException:
                if not services:
                    self._keystone.services.delete(service)
                raise

    def _create_service(self) -> Any:
        return self._keystone.services.create(
            SERVICE_NAME,
            type=conf.get().service_type,
            enabled=True,
            description=SERVICE_DESCRIPTION,
        )

    def update(self, endpoint_id: str, **changes: Any) -> Json:
        """Change ``region``, ``interface``, ``url`` or ``enabled`` of an entry."""
        entry = self.get(endpoint_id)
        with _translated():
            self._keystone.endpoints.update(entry["id"], **changes)
        return {}

    def delete(self, endpoint_id: str) -> Json:
        entry = self.get(endpoint_id)
        with _translated():
            self._keystone.endpoints.delete(entry["id"])
        return {}

    def switch_services(self, enabled: bool) -> None:
        """Put the service, with all of its endpoints, into every user's catalogue or out of it."""
        for service in self.services():
            with _translated():
                self._keystone.services.update(service, enabled=enabled)

    def delete_services(self) -> None:
        """Delete the service with all of its endpoints."""
        for service in self.services():
            with _translated():
                self._keystone.services.delete(service)


def _entry(service: Any, endpoint: Any) -> Json:
    region = getattr(endpoint, "region_id", None) or getattr(endpoint, "region", None) or ""
    return {
        "id": endpoint.id,
        "name": f"{region} {endpoint.interface}".strip(),
        "region": region,
        "interface": endpoint.interface,
        "url": endpoint.url,
        "enabled": endpoint.enabled,
        "service": service.id,
        "service_enabled": service.enabled,
    }


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Keystone's failures as the console's own."""
    try:
        yield
    except exceptions.ConnectFailure as failure:
        raise errors.EndpointUnavailable(_("Keystone cannot be reached.")) from failure
    except exceptions.HttpError as failure:
        kind = errors.BY_CODE.get(failure.http_status, errors.ApiError)
        raise kind(
            _("Keystone: %s") % failure.message,
            code=failure.http_status,
            request_id=failure.request_id or "",
        ) from failure
    except exceptions.ClientException as failure:
        raise errors.EndpointUnavailable(_("Keystone: %s") % failure) from failure
