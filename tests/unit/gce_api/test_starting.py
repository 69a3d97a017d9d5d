"""What is wrong with the settings is told before the endpoint starts, each in one sentence."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from keystoneauth1.fixture import V3Token

from gce_api import cli, options, starting, wsgi
from gce_api.database import migration

USER = "username = gce\npassword = right\nproject_name = service\nuser_domain_name = Default\n"


class Keystone(BaseHTTPRequestHandler):
    """Version 3 at /v3; the password is `right`; who is called `plain` has no role `service`."""

    def do_GET(self):
        root = f"http://127.0.0.1:{self.server.server_port}/v3"
        version = {"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": root}]}
        if self.path.rstrip("/") == "/v3":
            self.answer(200, {"version": version})
        elif self.path == "/":
            self.answer(300, {"versions": {"values": [version]}})
        else:
            self.answer(404, {"error": {"message": "Not found", "code": 404}})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        user = asked["auth"]["identity"]["password"]["user"]
        if user["password"] != "right":
            self.answer(401, {"error": {"message": "No.", "code": 401, "title": "Unauthorized"}})
            return
        token = V3Token(user_name=user["name"], project_id="p")
        token.add_role(name="member" if user["name"] == "plain" else "service")
        self.answer(201, token)

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Subject-Token", "a-token")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def keystone():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Keystone)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(keystone, tmp_path):
    """Makes a configuration file, with lines of one's own for any section."""

    def make(url=None, user=USER, **sections):
        sections = {
            "DEFAULT": f"state_path = {tmp_path}",
            "database": f"connection = sqlite:///{tmp_path}/gce.sqlite",
            **sections,
        }
        sections["keystone"] = (
            f"auth_url = {url or keystone + '/v3'}\n{user}{sections.get('keystone', '')}"
        )
        path = tmp_path / "gce-api.conf"
        path.write_text("".join(f"[{name}]\n{text}\n" for name, text in sections.items()))
        return path

    return make


def refusal(path) -> str:
    """Why an endpoint with this configuration does not start."""
    migration.sync(options.load(files=[str(path)]))
    with pytest.raises(options.Wrong) as raised:
        wsgi.make_application([str(path)])
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_an_endpoint_whose_settings_are_right_starts(settings):
    path = settings()
    migration.sync(options.load(files=[str(path)]))
    assert wsgi.make_application([str(path)])


@pytest.mark.parametrize(
    ("section", "line", "said"),
    [
        ("keystone", "cafile = /no/such/ca.pem", "[keystone] cafile: /no/such/ca.pem cannot be"),
        ("operations", "secret_key_file = /no/such/key", "[operations] secret_key_file: "),
        ("oslo_policy", "policy_file = /no/such.yaml", "[oslo_policy] policy_file: there is no"),
        ("coordination", "backend_url = nosuch://x", "[coordination] backend_url: "),
    ],
)
def test_a_setting_that_cannot_work_is_named(settings, section, line, said):
    assert refusal(settings(**{section: line})).startswith(said)


def test_a_file_of_the_wrong_kind_is_named(settings, tmp_path):
    text = tmp_path / "text"
    text.write_text("once: [upon a time")
    for section, name in (
        ("keystone", "cafile"),
        ("operations", "secret_key_file"),
        ("oslo_policy", "policy_file"),
    ):
        assert refusal(settings(**{section: f"{name} = {text}"})).startswith(f"[{section}] {name}")


def test_another_services_address_is_not_taken_for_keystones(settings, keystone):
    said = refusal(settings(url=keystone + "/compute"))
    assert said.startswith("[keystone] auth_url: what answers at ")


def test_an_address_of_keystone_without_its_version_does(settings, keystone):
    starting.check(options.load(files=[str(settings(url=keystone))]))


def test_a_wrong_password_of_the_own_user_is_told_without_it(settings):
    said = refusal(settings(user=USER.replace("right", "hunter2")))
    assert said.startswith("[keystone] username, password: ")
    assert "hunter2" not in said


def test_an_own_user_that_is_missing_is_told(settings):
    said = refusal(settings(user="password = x\n"))
    assert said == "[keystone] username: is missing; the endpoint needs its own user."


def test_an_own_user_without_the_role_is_told_and_the_endpoint_starts(settings, caplog):
    starting.check(options.load(files=[str(settings(user=USER.replace("gce", "plain")))]))
    assert "[keystone] username: the endpoint's own user has no role `service`" in caplog.text


def test_keystone_may_come_later(settings, caplog):
    starting.check(options.load(files=[str(settings(url="http://127.0.0.1:9/v3"))]))
    assert "[keystone] auth_url: Keystone cannot be reached." in caplog.text
    assert "refused" in caplog.text


def test_tables_that_are_not_there_are_not_made_in_silence(settings, tmp_path):
    with pytest.raises(options.Wrong, match="`gce-api db sync` makes them"):
        wsgi.make_application([str(settings())])


def test_a_database_file_is_for_the_endpoint_alone(settings, tmp_path):
    migration.sync(options.load(files=[str(settings())]))
    assert (tmp_path / "gce.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_wsgi_server_is_told_of_the_files_by_a_variable(settings, monkeypatch, tmp_path):
    more = tmp_path / "more.conf"
    more.write_text("[api]\nbind_port = 9999\n")
    monkeypatch.setenv("OS_GCE_CONFIG_FILES", f"{settings()};{more}")
    conf = options.load()
    assert (conf.api.bind_port, conf.keystone.username) == (9999, "gce")


def validated(path, capsys):
    try:
        cli.main(["--config-file", str(path), "config", "validate"])
        status = 0
    except SystemExit as end:
        status = end.code
    return status, capsys.readouterr().out.splitlines()


def test_validate_tries_everything(settings, capsys):
    path = settings()
    migration.sync(options.load(files=[str(path)]))
    status, lines = validated(path, capsys)
    assert status == 0
    assert "Keystone: OK" in lines
    assert all(line.endswith(": OK") for line in lines)


def test_validate_tells_all_that_is_wrong_at_once(settings, capsys):
    path = settings(
        api="bind_prot = 1", coordination="backend_url = nosuch://x", keystone="cafile = /no"
    )
    status, lines = validated(path, capsys)
    assert status == 1
    for said in ("[api] bind_prot: there is no such", "backend_url: ", "cafile: ", "db sync"):
        assert any(said in line for line in lines)


def test_every_line_of_the_sample_is_a_setting(tmp_path):
    path = tmp_path / "sample.conf"
    path.write_text(options.sample().replace("#auth_url = <None>", "auth_url = http://x/v3"))
    assert options.unknown(options.load(files=[str(path)])) == []
