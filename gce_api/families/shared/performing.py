"""Carrying out a method of the API, for a request or from within: a handler, or a job."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call, ListCall, Services, type_of
from gce_api.google import accepting, registry, validation
from gce_api.google.discovery import SERVICE_PATH, document
from gce_api.google.links import Links
from gce_api.lists import answer as lists
from gce_api.openstack.caller import Caller

Json = dict[str, Any]


def perform(
    services: Services, caller: Caller, method_id: str, params: Json, body: Json | None = None
) -> Json:
    """Call a method that is no list, without a request; returns what its handler does.

    :param params: path and query parameters, but for ``project``.
    :raises errors.GceError: it is refused.
    """
    return answer(call_of(services, caller, method_id, params, body))


def call_of(
    services: Services, caller: Caller, method_id: str, params: Json, body: Json | None = None
) -> Call:
    """A call of a method without a request; parameters as of :func:`perform`.

    :raises errors.Invalid: the body is none of the method's.
    """
    root = str(services.conf.api.public_url or "http://localhost").rstrip("/")
    method = document().methods[method_id]
    return type_of(method)(
        method=method,
        params={"project": caller.project.id, **params},
        patch=validation.body(document(), method, body),
        caller=caller,
        links=Links(f"{root}/{SERVICE_PATH}", caller.project.id),
        services=services,
    )


def perform_too(call: Call, method_id: str, params: Json, body: Json | None = None) -> Json:
    """The same within a request, for its caller and with its links."""
    patch = validation.body(document(), document().methods[method_id], body)
    return answer(call.within(method_id, patch, **params))


def answer(call: Call) -> Json:
    """What the handler of a call's method does; of a mutation that is repeated
    (``requestId``), what it did.

    :raises errors.GceError: it is refused.
    """
    handler = registry.HANDLERS[call.method.id]
    call.patch = accepting.accept(call.method, call.patch, lambda: _present(call))
    if isinstance(call, ListCall):
        return lists.answer(call, handler)
    again = call.services.operations.repeated(call)
    found: Json = again or handler.function(call)
    return found


def _present(call: Call) -> Json:
    """What the body of a call is to change, as GCE shows it; nothing where it makes something."""
    method = document().methods.get(f"compute.{call.method.collection}.get")
    if method is None or method.id not in registry.HANDLERS or call.method.name == "insert":
        return {}
    places = {n for n, p in method.parameters.items() if p["location"] == "path"}
    if not places <= call.params.keys():
        return {}
    named = {name: call.params[name] for name in places}
    shown: Json = registry.HANDLERS[method.id].function(call.within(method.id, **named))
    return _part(shown, call) if method.response != call.method.request else shown


def _part(shown: Json, call: Call) -> Json:
    """The network interface of an instance that a method is about; nothing of any other part."""
    parts = shown.get("networkInterfaces") or []
    name = call.params.get("networkInterface")
    is_of = call.method.request == "NetworkInterface"
    return next((part for part in parts if is_of and part["name"] == name), {})
