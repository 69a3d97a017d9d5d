"""What forms refer to: one of each kind, made for a file of tests and taken away after it."""

from __future__ import annotations

from typing import Any

from tests.api.contract import a_name
from tests.console_examples import DEBIAN, REGION, ZONE, Example

Json = dict[str, Any]
DISK = {"sizeGb": "10"}
SCHEDULE = {
    "snapshotSchedulePolicy": {
        "schedule": {"dailySchedule": {"daysInCycle": 1, "startTime": "00:00"}}
    }
}
NIC = {"network": "global/networks/default"}
BOOT = {"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": DEBIAN}}
VM = {"disks": [BOOT], "networkInterfaces": [NIC]}
SERVICE = {"loadBalancingScheme": "EXTERNAL_MANAGED"}
# by their words in examples: where each is made, and of what; in the order in which they refer
PARTS: dict[str, tuple[str, Json]] = {
    "schedule": (f"{REGION}/resourcePolicies", SCHEDULE),
    "disk": (f"{ZONE}/disks", DISK),
    "snapshot": ("global/snapshots", {"sourceDisk": f"{ZONE}/disks/{{disk}}"}),
    "network": ("global/networks", {"autoCreateSubnetworks": False}),
    "subnetwork": (
        f"{REGION}/subnetworks",
        {"network": "global/networks/{network}", "ipCidrRange": "10.7.0.0/24"},
    ),
    "instance": (f"{ZONE}/instances", {**VM, "machineType": f"{ZONE}/machineTypes/e2-micro"}),
    "template": ("global/instanceTemplates", {"properties": {**VM, "machineType": "e2-micro"}}),
    "group": (f"{ZONE}/instanceGroups", {}),
    "check": ("global/healthChecks", {"type": "TCP", "tcpHealthCheck": {"port": 80}}),
    "legacy": ("global/httpHealthChecks", {}),
    "service": ("global/backendServices", {**SERVICE, "protocol": "HTTP"}),
    "tcp": ("global/backendServices", {**SERVICE, "protocol": "TCP"}),
    "map": ("global/urlMaps", {"defaultService": "global/backendServices/{service}"}),
    "proxy": ("global/targetHttpProxies", {"urlMap": "global/urlMaps/{map}"}),
    "pool": (f"{REGION}/targetPools", {}),
}


class World:
    """Makes what an example speaks of when it is first asked for.

    :ivar names: of what there is, by the words of :data:`PARTS`
    """

    def __init__(self, api):
        self.api = api
        self.names = {each: a_name(f"eq-{each}") for each in PARTS}
        self._made: list[str] = []

    def fill(self, value: Any, **words: str) -> Any:
        """A value with names in the places of their words; what it refers to is there then."""
        if isinstance(value, dict):
            return {key: self.fill(each, **words) for key, each in value.items()}
        if isinstance(value, list):
            return [self.fill(each, **words) for each in value]
        if not isinstance(value, str):
            return value
        for word, name in {**self.names, **words}.items():
            if f"{{{word}}}" in value:
                if word in PARTS:
                    self.need(word)
                value = value.replace(f"{{{word}}}", name)
        return value

    def need(self, word: str) -> None:
        where, body = PARTS[word]
        path = f"{where}/{self.names[word]}"
        if path not in self._made:
            self._made.append(path)
            self.make(where, {**self.fill(body), "name": self.names[word]})
            # what it refers to goes after it
            self._made.remove(path)
            self._made.append(path)

    def url(self, path: str) -> str:
        return f"{self.api.root}/compute/v1/projects/{self.api.project}/{path}"

    def send(self, method: str, path: str, body: Json | None = None) -> Json:
        reply = self.api.session.request(method, self.url(path), json=body, timeout=120)
        assert reply.ok, f"{method} {path}: {reply.text}"
        return reply.json()

    def make(self, path: str, body: Json) -> None:
        self.wait(self.send("POST", path, body))

    def get(self, path: str) -> Json:
        return self.send("GET", path)

    def delete(self, path: str) -> None:
        self.wait(self.send("DELETE", path))

    def forget(self, example: Example, name: str) -> None:
        """Delete what an example has made, as far as it is there."""
        for path in (example.made, *example.also):
            reply = self.api.session.delete(self.url(self.fill(path, name=name)), timeout=120)
            if reply.status_code != 404:
                assert reply.ok, reply.text
                self.wait(reply.json())

    def wait(self, operation: Json) -> Json:
        """An Operation when it is over.

        :raises AssertionError: it has failed
        """
        done = self.api.finished(operation)
        assert "error" not in done, done["error"]
        return done

    def end(self) -> None:
        for path in reversed(self._made):
            self.delete(path)
