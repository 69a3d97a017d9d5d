"""What tests make to try something on: each gives a name, and is deleted in the end."""

from __future__ import annotations

import contextlib

from tests.api.contract import a_name, instance


@contextlib.contextmanager
def an_instance(api, **more):
    """A running instance, small and without an external address unless told otherwise."""
    with _a("instance", api, instance(a_name("vm"), **more)) as name:
        yield name


@contextlib.contextmanager
def a_disk(api, **more):
    """A blank disk, of 10 GB unless told otherwise."""
    with _a("disk", api, {"name": a_name("disk"), "sizeGb": "10", **more}) as name:
        yield name


@contextlib.contextmanager
def a_template(api, **more):
    """A template of such instances."""
    body = {"name": a_name("template"), "properties": properties(**more)}
    with _a("instanceTemplate", api, body) as name:
        yield name


def properties(**more):
    """What a template says of its instances."""
    said = {**instance("any"), "machineType": "e2-small", **more}
    del said["name"]
    return said


@contextlib.contextmanager
def _a(kind, api, body):
    """A resource that the test may delete itself."""
    api.done(f"{kind}s.insert", body)
    try:
        yield body["name"]
    finally:
        if body["name"] in api.names(f"{kind}s.list"):
            api.done(f"{kind}s.delete", **{kind: body["name"]})
