"""The addresses of a region, as plans ask for them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from gce_api.families.networks.addresses import rows
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.openstack.caller import Project
from gce_api.openstack.rows import Row


@dataclass(frozen=True)
class Addresses:
    """A project's floating IPs and reserved ports in a region; ``region`` is its GCE name."""

    project: Project
    region: str
    floating: list[Row]
    reserved: list[Row]

    @property
    def lasting(self) -> list[Row]:
        """Those that are addresses of their own."""
        return [row for row in self.floating if not rows.is_ephemeral(row)] + self.reserved

    def named(self, name: str, *, in_region: bool) -> Row | None:
        """The regional address, or the global one, of this name or numeric id."""
        in_scope = (row for row in self.lasting if rows.is_global(row) != in_region)
        return next((row for row in in_scope if rows.is_called(row, name)), None)

    def find_external(self, ip_or_url: str, field: str = "natIP") -> Row:
        """The floating IP that a request refers to, by its address, name or URL.

        :raises errors.NotFound: the project has no such address in the region.
        """
        ip = _ip(ip_or_url)
        if ip is None:
            return self._by_name(self.floating, ip_or_url, field)
        for row in self.floating:
            if row["floating_ip_address"] == ip:
                return row
        raise errors.NotFound(
            f"The external address '{ip}' was not found in region '{self.region}'."
        )

    def find_internal(self, ip_or_url: str, field: str) -> tuple[str, Row | None]:
        """The internal address that a request refers to, by itself or by the name or URL of a
        reserved one; and the port that reserves it, if it is reserved.

        :raises errors.NotFound: the project has no such address in the region.
        """
        ip = _ip(ip_or_url)
        if ip is None:
            port = self._by_name(self.reserved, ip_or_url, field)
            return rows.ip_of(port), port
        return ip, next((port for port in self.reserved if rows.ip_of(port) == ip), None)

    def _by_name(self, found: Iterable[Row], url: str, field: str) -> Row:
        name = References(self.project).refer(url, "addresses", field).name
        for row in found:
            if rows.is_called(row, name):
                return row
        path = f"projects/{self.project.id}/regions/{self.region}/addresses/{name}"
        raise errors.NotFound.resource(path)


def _ip(text: str) -> str | None:
    """The address in its usual form; ``None``: it is none."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
