"""A universe of one's own: an endpoint behind TLS by a private CA, under names of a domain.

What a client sends to a name of the domain goes to an endpoint of the test, by way of devcloud's
proxy, which stands for DNS and the load balancer. Whatever else it looks for is noted and refused.
"""

from __future__ import annotations

import contextlib
import pathlib
import subprocess
import sys

from devcloud import proxy
from devcloud.services import serving
from tests.devcloud_fixture import free_base

DOMAIN = "cloud.test"


@contextlib.contextmanager
def endpoint(cloud, folder: pathlib.Path):
    """The port of an endpoint of the devcloud that knows that it is of the domain."""
    port = free_base()
    own = folder / "universe.conf"
    own.write_text(
        f"[api]\nbind_port = {port}\nuniverse_domain = {DOMAIN}\n"
        f"public_url = https://compute.{DOMAIN}/\n"
        f"[DEFAULT]\nlog_file = {folder}/endpoint.log\n"
    )
    shared = cloud.etc(cloud.by_key("gce")) / "gce-api.conf"
    command = [sys.executable, "-c", "from gce_api.cli import main; main()"]
    files = [f"--config-file={shared}", f"--config-file={own}"]
    process = subprocess.Popen([*command, *files, "serve"])
    try:
        serving.wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def universe(cloud, folder: pathlib.Path):
    """The proxy, and the variables that make a client use it."""
    with endpoint(cloud, folder) as port, proxy.serving(folder, port, DOMAIN) as (own, variables):
        named = ("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "CLOUDSDK_CORE_UNIVERSE_DOMAIN")
        yield own, variables | dict.fromkeys(named, DOMAIN)
