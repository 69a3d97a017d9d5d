"""The network interfaces of servers, out of what Nova tells of their addresses.

Nova names the network and the addresses of each interface, not its subnet. The subnet is the one
of that network which the address lies in; ports are listed only when that is not clear, as in a
project with two networks of one name.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gce_api.families.instances.interfaces import configs
from gce_api.families.instances.interfaces.plan import InterfacePlan
from gce_api.families.networks.vpcs import DEFAULT
from gce_api.families.shared.call import Call
from gce_api.google import fingerprints
from gce_api.google.names import gce_names
from gce_api.openstack import networks, ports, subnets
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Interfaces:
    """Translates the interfaces of one region's servers."""

    def __init__(self, call: Call, cloud: Cloud, *, may_be_old: bool) -> None:
        """``may_be_old``: what is remembered of networks was not just fetched."""
        self._links = call.links
        self._cloud = cloud
        self._may_be_old = may_be_old
        self._ports: dict[str, Row] | None = None
        self._learn(fresh=False)

    def of(self, server: Row, kept: Mapping[str, str]) -> list[dict[str, Any]]:
        """``networkInterfaces`` of a server; ``kept``: its metadata."""
        found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for label, addresses in server["addresses"].items():
            for address in addresses:
                found.setdefault(address["OS-EXT-IPS-MAC:mac_addr"], []).append((label, address))
        return [
            self._interface(index, mac, addresses, kept)
            for index, (mac, addresses) in enumerate(found.items())
        ]

    def planned(
        self, interfaces: Sequence[InterfacePlan], kept: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """``networkInterfaces`` of an instance that is to be made."""
        unknown = {nic.network_id for nic in interfaces} - {*self._network_names, None}
        if unknown and self._may_be_old:
            self._learn(fresh=True)
        return [self._planned(nic, index, kept) for index, nic in enumerate(interfaces)]

    def _planned(self, nic: InterfacePlan, index: int, kept: Mapping[str, str]) -> dict[str, Any]:
        network = self._network_names.get(nic.network_id or "", DEFAULT)
        return {
            "name": f"nic{index}",
            "network": self._links.url(f"global/networks/{network}"),
            "subnetwork": self._subnetwork(self._planned_subnet(nic)),
            "networkIP": nic.ip,
            "nicType": configs.type_of(kept, f"nic{index}"),
            "stackType": "IPV4_ONLY",
            "accessConfigs": [_config(None, configs.of(kept, f"nic{index}"))]
            if nic.external
            else None,
            "fingerprint": fingerprints.of([nic.network_id, nic.ip]),
        }

    def _planned_subnet(self, nic: InterfacePlan) -> Row | None:
        """The subnet that was asked for, or the network's only one."""
        subnets = [subnet for _, subnet in self._spans if subnet["network_id"] == nic.network_id]
        if nic.subnet_id:
            return next((subnet for subnet in subnets if subnet.id == nic.subnet_id), None)
        return subnets[0] if len(subnets) == 1 else None

    def _interface(
        self,
        index: int,
        mac: str,
        labelled: list[tuple[str, dict[str, Any]]],
        kept: Mapping[str, str],
    ) -> dict[str, Any]:
        label, addresses = labelled[0][0], [address for _, address in labelled]
        fixed = [a["addr"] for a in addresses if a["OS-EXT-IPS:type"] == "fixed"]
        floating = [a["addr"] for a in addresses if a["OS-EXT-IPS:type"] == "floating"]
        ipv4 = next((ip for ip in fixed if ":" not in ip), None)
        ipv6 = next((ip for ip in fixed if ":" in ip), None)
        subnet = self._subnet(label, mac, ipv4 or ipv6)
        return {
            "name": f"nic{index}",
            "network": self._links.url(f"global/networks/{self._network_name(label, subnet)}"),
            "subnetwork": self._subnetwork(subnet),
            "networkIP": ipv4,
            "ipv6Address": ipv6,
            "nicType": configs.type_of(kept, f"nic{index}"),
            "stackType": ("IPV4_IPV6" if ipv4 else "IPV6_ONLY") if ipv6 else "IPV4_ONLY",
            "accessConfigs": [_config(ip, configs.of(kept, f"nic{index}")) for ip in floating]
            or None,
            "fingerprint": fingerprints.of([mac, fixed, floating]),
        }

    def _network_name(self, label: str, subnet: Row | None) -> str:
        if subnet and subnet["network_id"] in self._network_names:
            return self._network_names[subnet["network_id"]]
        return next((n for i, n in self._network_names.items() if self._labels[i] == label), label)

    def _subnetwork(self, subnet: Row | None) -> str | None:
        if subnet is None:
            return None
        name = self._subnet_names[subnet.id]
        return self._links.url(f"regions/{self._cloud.name}/subnetworks/{name}")

    def _subnet(self, label: str, mac: str, ip: str | None) -> Row | None:
        if ip is None:
            return None
        address = ipaddress.ip_address(ip)
        found = self._candidates(label, address)
        if not found and self._may_be_old:  # a network newer than what is remembered
            self._learn(fresh=True)
            found = self._candidates(label, address)
        return found[0] if len(found) == 1 else self._of_port(mac, address, found)

    def _candidates(self, label: str, address: Address) -> list[Row]:
        """The subnets that an address may be of; Nova may know a network by an older name."""
        fitting = [subnet for span, subnet in self._spans if address in span]
        labelled = [s for s in fitting if self._labels.get(s["network_id"]) == label]
        return labelled or fitting

    def _of_port(self, mac: str, address: Address, candidates: Iterable[Row]) -> Row | None:
        """The one of several subnets that the port of an interface is on (one Neutron call)."""
        if self._ports is None:
            self._ports = {port["mac_address"]: port for port in ports.listed(self._cloud)}
        port = self._ports.get(mac)
        subnets = {fixed["subnet_id"] for fixed in port["fixed_ips"]} if port else set()
        return next((subnet for subnet in candidates if subnet.id in subnets), None)

    def _learn(self, *, fresh: bool) -> None:
        """Take in the region's networks and subnets."""
        visible = networks.visible(self._cloud, fresh=fresh)
        every = subnets.every(self._cloud, fresh=fresh)
        if fresh:
            self._may_be_old = False
        self._network_names = gce_names(visible)
        self._labels = {network.id: network.name for network in visible}
        known = [subnet for subnet in every if subnet["network_id"] in self._labels]
        self._subnet_names = gce_names(known)
        self._spans = [(ipaddress.ip_network(subnet["cidr"]), subnet) for subnet in known]


def macs_of(server: Row) -> list[str]:
    """The hardware addresses of a server's interfaces, in the order of their names."""
    every = [address for addresses in server["addresses"].values() for address in addresses]
    return list(dict.fromkeys(address["OS-EXT-IPS-MAC:mac_addr"] for address in every))


def _config(ip: str | None, said: dict[str, str]) -> dict[str, Any]:
    """GCE's AccessConfig of a floating IP; ``None``: one that is not there yet."""
    return {"kind": "compute#accessConfig", "type": "ONE_TO_ONE_NAT", "natIP": ip, **said}
