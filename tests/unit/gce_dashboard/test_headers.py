"""What the console's answers tell the browser, and how they are sent."""

import gzip
import re
import zlib

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory, override_settings

from gce_dashboard.framework import headers
from tests.unit.gce_dashboard.conftest import aggregated, instance

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, br"}
INSTANCES = "/project/gce_instances/p/demo/"
PAGES = (INSTANCES, "/project/gce_zones/p/demo/", "/project/gce_instances/p/demo/create/")


def policy(reply) -> dict[str, str]:
    directives = (each.partition(" ") for each in reply["Content-Security-Policy"].split("; "))
    return {name: sources for name, _blank, sources in directives}


@pytest.fixture(autouse=True)
def two_instances(endpoint):
    endpoint.on("GET", "aggregated/instances", aggregated("instances", instance()))


@pytest.mark.parametrize("url", PAGES)
def test_a_page_lets_nothing_run_but_files_of_this_site(console, url):
    told = policy(console.get(url))
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == "'self'"
    assert told["frame-ancestors"] == told["base-uri"] == "'none'"


@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_nothing_inline_that_its_policy_would_stop(console, url):
    page = console.get(url).getvalue().decode()
    scripts = re.findall(r"<script\b([^>]*)>", page)
    assert scripts
    assert [each for each in scripts if "src=" not in each and "application/json" not in each] == []
    # older Horizon has its own styles there, of which django-compressor makes a file
    page = re.sub(r'<style type="text/scss">.*?</style>', "", page, flags=re.DOTALL)
    assert not re.search(r"<style\b|<[^>]+\s(style|on\w+)=", page)


def test_every_answer_of_the_console_has_the_other_headers(console):
    for reply in (console.get(INSTANCES), console.get(INSTANCES, **AJAX), console.get("/admin/")):
        sent = {name: reply.get(name) for name in headers.HEADERS}
        ours = "/admin/" not in reply.request["PATH_INFO"]
        assert sent == (headers.HEADERS if ours else dict.fromkeys(headers.HEADERS))


@override_settings(
    STATIC_URL="https://files.example.com/horizon/",
    WEBSSO_DEFAULT_REDIRECT_LOGOUT="https://sso.example.com/logout?x=1",
)
def test_the_policy_names_the_hosts_of_static_files_and_of_the_federated_log_out():
    told = headers.content_policy()
    assert "script-src 'self' https://files.example.com;" in told
    assert "form-action 'self' https://sso.example.com;" in told


def test_a_page_and_its_script_s_answers_are_compressed_for_who_can_read_that(console):
    plain = console.get(INSTANCES, **AJAX)
    packed = console.get(INSTANCES, **AJAX, **GZIP)
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content

    page = console.get("/project/gce_instances/p/demo/create/", **GZIP)
    assert gzip.decompress(page.content).rstrip().endswith(b"</html>")


def test_the_length_of_a_compressed_answer_is_blurred(console):
    lengths = {len(console.get(INSTANCES, **AJAX, **GZIP).content) for _ in range(8)}
    assert len(lengths) > 1


def test_the_frame_of_a_list_can_be_read_before_its_rows_are_there():
    asked = []

    def parts():
        yield b"<html>the frame"
        asked.append("rows")
        yield b"the rows</html>"

    view = headers.guarded(lambda request: StreamingHttpResponse(parts()))
    stream = iter(view(RequestFactory().get("/", **GZIP)))
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(next(stream)) == b"<html>the frame"
    assert asked == []
    assert reader.decompress(b"".join(stream)) == b"the rows</html>"


def test_a_policy_of_a_view_s_own_is_kept():
    own = HttpResponse("x", headers={"Content-Security-Policy": "sandbox"})
    view = headers.guarded(lambda request: own)
    assert view(RequestFactory().get("/"))["Content-Security-Policy"] == "sandbox"
