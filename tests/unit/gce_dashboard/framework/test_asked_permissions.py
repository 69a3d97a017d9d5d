"""What the pages ask the endpoint about the user is what the endpoint knows."""

import pytest

from gce_api.google.registry import HANDLERS
from gce_api.serving import loading, permissions
from gce_dashboard.framework import registry


def permissions_asked(registered):
    """What each page of a resource asks the endpoint whether the user may do it."""
    collection = registered.resource.collection
    for page in registered.pages.values():
        for action in getattr(page, "actions", ()):
            yield action.permission_in(collection)
        if hasattr(page, "permission"):
            yield f"compute.{collection}.{page.permission}"


@pytest.mark.parametrize(
    "registered", registry.registered(), ids=lambda each: each.resource.collection
)
def test_what_may_be_done_is_asked_by_permissions_that_the_endpoint_knows(registered):
    loading.load()
    unknown = [
        each
        for each in permissions_asked(registered)
        if not any(rule in HANDLERS for rule in permissions.rules(each))
    ]
    assert unknown == []  # a button with one of them would be greyed for everybody
