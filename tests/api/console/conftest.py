"""A user at the console, the tools beside it, and what there is for forms to refer to."""

from __future__ import annotations

import pytest

from tests.api.console.console import Console
from tests.api.console.tools import Tools
from tests.api.console.world import World


@pytest.fixture(scope="module")
def console(devcloud):
    return Console(devcloud.url("horizon"), "demo", devcloud.password("demo"))


@pytest.fixture(scope="module")
def world(api):
    world = World(api)
    yield world
    world.end()


@pytest.fixture(scope="module")
def tools(devcloud, gcloud_process, world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bin")
    found = Tools(devcloud.token(), gcloud_process, world.wait, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", found.path)  # a program looks for `openstack` there
        yield found
