"""Ports and floating IPs of a project by older names: :func:`gce_api.openstack.ports.listed` and
:func:`gce_api.openstack.floating_ips.listed`."""

from gce_api.openstack.floating_ips import listed as floating_ips
from gce_api.openstack.ports import listed as ports

__all__ = ["floating_ips", "ports"]
