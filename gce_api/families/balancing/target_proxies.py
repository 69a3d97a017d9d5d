"""Target proxies: kept by the endpoint; what a global forwarding rule leads to."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.shared import felt, find, uses
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, Content, shown
from gce_api.google import errors, fingerprints
from gce_api.google.links import Links
from gce_api.google.registry import implements

Json = dict[str, Any]

HTTP = Collection("targetHttpProxies")
TCP = Collection("targetTcpProxies")


@implements("compute.targetHttpProxies.list", "compute.targetHttpProxies.aggregatedList")
def list_http_proxies(call: Call) -> list[Json]:
    return [to_http_proxy(call.links, row) for row in HTTP.listed(call)]


@implements("compute.targetHttpProxies.get")
def get_http_proxy(call: Call) -> Json:
    return to_http_proxy(call.links, HTTP.get(call))


@implements("compute.targetHttpProxies.insert")
def insert_http_proxy(call: Call) -> Json:
    body = call.body
    content = {
        "description": body.get("description"),
        "urlMap": _url_map(call, body.get("urlMap"), "resource.urlMap"),
    }
    return HTTP.insert(call, body.get("name"), content)


@implements("compute.targetHttpProxies.patch")
def patch_http_proxy(call: Call) -> Json:
    body = call.body
    asked = {"description": body["description"]} if "description" in body else {}
    if "urlMap" in body:
        asked["urlMap"] = _url_map(call, body["urlMap"], "resource.urlMap")

    def update(present: Content) -> Content:
        fingerprints.check(body.get("fingerprint"), present, "resource")
        return {**present, **asked}

    return felt.change(call, HTTP, update)


@implements("compute.targetHttpProxies.setUrlMap")
def set_url_map(call: Call) -> Json:
    path = _url_map(call, call.body.get("urlMap"), "urlMap")
    return felt.change(call, HTTP, lambda present: {**present, "urlMap": path})


@implements("compute.targetHttpProxies.delete")
def delete_http_proxy(call: Call) -> Json:
    return uses.delete(call, HTTP)


@implements("compute.targetTcpProxies.list", "compute.targetTcpProxies.aggregatedList")
def list_tcp_proxies(call: Call) -> list[Json]:
    return [to_tcp_proxy(call.links, row) for row in TCP.listed(call)]


@implements("compute.targetTcpProxies.get")
def get_tcp_proxy(call: Call) -> Json:
    return to_tcp_proxy(call.links, TCP.get(call))


@implements("compute.targetTcpProxies.insert")
def insert_tcp_proxy(call: Call) -> Json:
    body = call.body
    if body.get("proxyHeader", "NONE") != "NONE":
        raise errors.Unsupported("A PROXY header to the backends is not available here.")
    service = _service(call, body.get("service"), "resource.service")
    content = {"description": body.get("description"), "service": service}
    return TCP.insert(call, body.get("name"), content)


@implements("compute.targetTcpProxies.setBackendService")
def set_backend_service(call: Call) -> Json:
    path = _service(call, call.body.get("service"), "service")
    return felt.change(call, TCP, lambda present: {**present, "service": path})


@implements("compute.targetTcpProxies.delete")
def delete_tcp_proxy(call: Call) -> Json:
    return uses.delete(call, TCP)


def to_http_proxy(links: Links, row: Resource) -> Content:
    """GCE's TargetHttpProxy of what is kept."""
    return {
        **row.content,
        **shown(links, row),
        "urlMap": links.url(row.content["urlMap"]),
        "fingerprint": fingerprints.of(row.content),
    }


def to_tcp_proxy(links: Links, row: Resource) -> Content:
    """GCE's TargetTcpProxy of what is kept."""
    service = links.url(row.content["service"])
    return {**row.content, **shown(links, row), "service": service, "proxyHeader": "NONE"}


def _url_map(call: Call, url: object, field: str) -> str:
    """The path of the URL map that a body refers to."""
    return find.known(call, "urlMaps").path(url, "urlMaps", field)


def _service(call: Call, url: object, field: str) -> str:
    """The path of the backend service that a body refers to."""
    return find.known(call, "backendServices").path(url, "backendServices", field)
