"""What the tests of families share."""

from types import SimpleNamespace

import pytest

from gce_api.families.shared.known import Kept, Known
from gce_api.google.links import References

REGION = "us-central1"


@pytest.fixture
def known():
    """What a body may refer to: contents by paths, as a call in a scope sees them."""

    def known(scope=f"regions/{REGION}", **contents):
        rows = {path: Kept(path, f"uuid of {path}", content) for path, content in contents.items()}
        project = SimpleNamespace(is_called=lambda name: name == "demo")
        return Known(references=References(project), project="demo", scope=scope, resources=rows)

    return known


@pytest.fixture
def resources():
    """A project's resources by their paths."""
    return lambda **contents: {p: Kept(p, p, content) for p, content in contents.items()}
