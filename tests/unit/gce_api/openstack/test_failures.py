"""A proxy answers for OpenStack with a page of its own, and status 200."""

from __future__ import annotations

import http.server
import threading

import pytest
from keystoneauth1 import exceptions as ks
from keystoneauth1 import noauth, session
from keystoneauth1.adapter import Adapter
from openstack import connection
from openstack import exceptions as sdk
from werkzeug.test import Client

from gce_api import options, wsgi
from gce_api.database import migration
from gce_api.google import errors
from gce_api.openstack import failures, rows

PAGE = b"<html>Down for maintenance</html>"


class Proxy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    do_POST = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def proxy():
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_a_client_is_told_that_openstack_is_away(proxy, tmp_path):
    path = tmp_path / "gce-api.conf"
    path.write_text(
        f"[keystone]\nauth_url = {proxy}/v3\npassword = x\n"
        f"[DEFAULT]\nstate_path = {tmp_path}\n[database]\nconnection = sqlite:///{tmp_path}/gce.sqlite\n"
    )
    conf = options.load(files=[str(path)])
    migration.sync(conf)
    client = Client(wsgi.build(conf))
    answer = client.get("/compute/v1/projects/demo/zones", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 503
    assert answer.json["error"]["errors"][0]["reason"] == "backendError"
    assert "JSON" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(
            lambda url: rows.get(
                Adapter(session.Session(noauth.NoAuth()), endpoint_override=url), "/servers"
            ),
            id="rows as they are",
        ),
        pytest.param(
            lambda url: connection.Connection(
                auth_type="none", endpoint=url, compute_endpoint_override=url
            ).compute.get_server("x"),
            id="openstacksdk",
        ),
    ],
)
def test_whoever_reads_the_answer_the_error_is_the_same(proxy, ask):
    with pytest.raises(Exception) as raised:  # noqa: PT011
        ask(proxy)
    assert isinstance(failures.translate(raised.value), errors.Unavailable)


def test_an_own_user_that_cannot_log_in_is_not_the_callers_fault():
    refused = ks.Unauthorized("Authenticate, please.", url="http://keystone/v3/auth/tokens")
    error = failures.translate(refused)
    assert isinstance(error, errors.Unavailable)
    assert "own user cannot log in" in error.message
    by_nova = ks.Unauthorized("Authenticate, please.", url="http://nova/v2.1/servers")
    assert isinstance(failures.translate(by_nova), errors.Unauthorized)


def test_a_quota_is_known_by_the_services_own_words():
    said = (
        "VolumeLimitExceeded: Maximum number of volumes allowed (5) exceeded for quota 'volumes'."
    )
    error = failures.translate(sdk.HttpException(said, http_status=413))
    assert error.message == "Quota 'DISKS' exceeded. Limit: 5.0"
    gone = sdk.NotFoundException("Volume 5d1b8a3e-9c1f-4a33-8c52-1b7c7f5f2d10 could not be found.")
    gone.status_code = 404
    assert failures.translate(gone).message == "Disk could not be found."
