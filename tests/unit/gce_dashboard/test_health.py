"""The live check, against servers that are really there, or really not."""

import contextlib
import http.server
import socket
import ssl
import subprocess
import threading

import pytest

from gce_dashboard.api import health

WELL = b'{"status": "OK", "version": "1.2.3", "methods": 150}'


@contextlib.contextmanager
def server(status=200, body=WELL, headers=(), context=None):
    """A server on a free port that gives every request the same answer; yields its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    asked: list = []
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.asked = asked
    if context:
        running.socket = context.wrap_socket(running.socket, server_side=True)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def url(running, scheme="http"):
    return f"{scheme}://127.0.0.1:{running.server_port}/compute/v1"


def test_a_well_endpoint_tells_its_version_methods_and_latency():
    with server() as running:
        found = health.check(url(running))
    assert (found.problem, found.version, found.methods) == ("", "1.2.3", 150)
    assert found.latency_ms is not None


def test_the_check_asks_the_root_and_shows_nobody_a_token():
    with server() as running:
        health.check(url(running) + "/")
    ((path, headers),) = running.asked
    assert path == "/healthcheck/ready"
    assert "Authorization" not in headers
    assert "X-Auth-Token" not in headers


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"status": 503, "body": b'{"status": "FAILED"}'}, "not well (HTTP 503)"),
        ({"status": 500, "body": b"<html>"}, "not well (HTTP 500)"),
        ({"status": 404}, "no GCE endpoint"),
        ({"body": b"<html>It works!</html>"}, "no GCE endpoint"),
        ({"status": 302, "headers": [("Location", "http://169.254.169.254/")]}, "sends clients"),
    ],
)
def test_an_answer_that_is_not_well_is_told_in_words(answer, problem):
    with server(**answer) as running:
        found = health.check(url(running))
    assert problem in found.problem
    assert len(running.asked) == 1


def test_the_parts_that_failed_are_named():
    body = b'{"status": "FAILED", "checks": {"keystone": "OK", "database": "FAILED"}}'
    with server(503, body) as running:
        assert "database" in health.check(url(running)).problem


def test_a_port_that_nobody_listens_at():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        found = health.check(f"http://127.0.0.1:{port}/compute/v1")
    assert "Nothing listens there" in found.problem


def test_an_endpoint_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(health, "LONGEST_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = health.check(f"http://127.0.0.1:{silent.getsockname()[1]}/compute/v1")
    assert found.problem == "It did not answer in time."


def test_a_url_that_is_not_an_endpoints_is_not_called():
    with server() as running:
        found = health.check(f"http://127.0.0.1:{running.server_port}/v3")
    assert "does not end in /compute/v1" in found.problem
    assert running.asked == []


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-nodes", "-keyout", folder / "key", "-out", folder / "certificate"]
    subprocess.run([*made, *files, "-subj", "/CN=gce"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate", folder / "key")
    return context


def test_a_certificate_that_is_not_trusted(tls):
    with server(context=tls) as running:
        assert "self-signed" in health.check(url(running, "https")).problem


def test_tls_where_none_is_spoken():
    with server() as running:
        assert "http:// may be meant" in health.check(url(running, "https")).problem
