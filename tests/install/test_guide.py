"""The installation guide holds: a stranger who types it gets a VM by gcloud, and sees it."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
from collections.abc import Iterator

import pytest
import requests

from devcloud import lifecycle
from tests.devcloud_fixture import free_base
from tests.install import guide, stock
from tests.install.machine import Machine, NoMachine, Shell

WAY = ("prerequisites", "database", "keystone", "endpoint", "web-server", "console")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
HORIZON = "http://127.0.0.1"
ENVIRONMENT = {"PATH": PATH, "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}


@pytest.fixture
def openstack(tmp_path: pathlib.Path) -> Iterator[lifecycle.Cloud]:
    """An OpenStack without endpoint and console."""
    state, parts = tmp_path / "openstack", ("gce", "horizon")
    cloud = lifecycle.up(state, free_base(), None, lambda *_: None, print, without=parts)
    yield cloud
    lifecycle.down(cloud)


@pytest.fixture
def machine(tmp_path: pathlib.Path) -> Iterator[Machine]:
    try:
        with Machine(tmp_path / "machine") as made:
            yield made
    except NoMachine as why:
        pytest.skip(str(why))


@pytest.mark.skipif(
    not os.environ.get("INSTALL_GUIDE"), reason="takes minutes beside all others: make guide"
)
@pytest.mark.apart
@pytest.mark.timeout(1200)
def test_the_guide_leads_to_a_vm_by_gcloud_that_the_console_shows_and_to_nothing_left(
    machine, openstack
):
    stock.prepare(machine, openstack)
    with Shell(machine, ENVIRONMENT) as shell:
        follow(shell, *WAY)
        if shutil.which("gcloud"):
            follow(shell, "clients")
            assert "vm1" in the_console()
        else:
            assert "VM instances" in the_console()
        follow(shell, "upgrade", "uninstall")
        left = shell.run("ls -d /etc/gce-api /opt/gce-api /var/lib/gce-api 2>/dev/null || true")
        assert left.split() == []
        assert "gce-api" not in shell.run("cat /etc/passwd")


def follow(shell: Shell, *pages: str) -> None:
    for page in pages:
        for block in guide.blocks(page):
            print(block, flush=True)
            print(shell.run(block.text), flush=True)


def the_console() -> str:
    """The page of VM instances as demo gets it."""
    with requests.Session() as browser:
        browser.headers["Host"] = "horizon.example.org"
        log_in = browser.get(f"{HORIZON}/auth/login/", timeout=60)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', log_in.text)
        assert token, log_in.text
        form = {"username": "demo", "password": "demo", "csrfmiddlewaretoken": token[1]}
        region = re.search(r'name="region"[^>]*value="(\w+)"', log_in.text)
        browser.post(
            f"{HORIZON}/auth/login/", {**form, "region": region[1] if region else "default"}
        )
        return browser.get(f"{HORIZON}/project/gce_instances/", timeout=60).text
