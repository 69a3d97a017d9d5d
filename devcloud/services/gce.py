"""The GCE endpoint."""

from __future__ import annotations

from devcloud.layout import Cloud, Service
from devcloud.services import serving

# a client that waits for an operation holds a thread for as long as it waits
THREADS = 32


def run(cloud: Cloud, service: Service) -> None:
    from gce_api import cli, wsgi

    conf = str(cloud.etc(service) / "gce-api.conf")
    cli.main(["--config-file", conf, "db", "sync"])
    serving.serve(wsgi.make_application(argv_config_files=[conf]), service.port, THREADS)
