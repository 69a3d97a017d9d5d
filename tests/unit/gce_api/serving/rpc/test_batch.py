"""Batches, answered by an application that says what it was asked."""

import email
import json
import threading

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from gce_api.google import errors
from gce_api.serving.dispatch import bearer
from gce_api.serving.rpc import batch
from gce_api.serving.rpc.site import Site


def echo(environ):
    request = Request(environ)
    seen = {
        "verb": request.method,
        "path": request.full_path,
        "token": request.headers.get("Authorization"),
        "body": request.get_data(as_text=True),
    }
    return Response(json.dumps(seen), 404 if "missing" in request.path else 200)


def part(request, number, more=""):
    head = f"Content-Type: application/http\r\nContent-ID: <base+{number}>\r\n{more}\r\n"
    return f"--X\r\n{head}{request}\r\n"


def run(body, respond=echo, script_root="", kind='multipart/mixed; boundary="X"'):
    builder = EnvironBuilder(
        method="POST",
        path="/batch/compute/v1",
        base_url="http://host" + script_root,
        data=body.encode(),
        content_type=kind,
        headers={"Authorization": "Bearer outer"},
    )
    response = batch.run(Site(services=None, respond=respond), Request(builder.get_environ()))
    head = f"Content-Type: {response.content_type}\r\n\r\n".encode()
    return email.message_from_bytes(head + response.get_data()).get_payload()


def answer(part):
    """Status line and JSON of an answer's part."""
    status, _, rest = part.get_payload().partition("\r\n")
    return status, json.loads(email.message_from_string(rest).get_payload())


def test_parts_are_answered_in_their_order_under_their_ids():
    body = part("GET /compute/v1/a?x=1 HTTP/1.1\r\n", 0) + part("GET /missing HTTP/1.1\r\n", 1)
    first, second = run(body + "--X--\r\n")
    assert first["Content-ID"] == "<response-base+0>"
    assert second["Content-ID"] == "<response-base+1>"
    assert answer(first)[0] == "HTTP/1.1 200 OK"
    assert answer(first)[1]["path"] == "/compute/v1/a?x=1"
    assert answer(second)[0] == "HTTP/1.1 404 NOT FOUND"


def test_part_inherits_the_batch_credentials_unless_it_has_its_own():
    own = "GET /a HTTP/1.1\r\nAuthorization: Bearer inner\r\n"
    first, second = run(part("GET /a HTTP/1.1\r\n", 0) + part(own, 1) + "--X--\r\n")
    assert answer(first)[1]["token"] == "Bearer outer"
    assert answer(second)[1]["token"] == "Bearer inner"


def test_an_odd_content_id_does_no_harm_to_the_batch():
    (only,) = run(part("GET /a HTTP/1.1\r\n", "ä") + "--X--\r\n")
    assert answer(only)[0] == "HTTP/1.1 200 OK"


def test_a_token_of_odd_characters_is_refused():
    def check(environ):
        with pytest.raises(errors.Unauthorized):
            bearer(Request(environ))
        return echo(environ)

    (only,) = run(part("GET /a HTTP/1.1\r\nAuthorization: Bearer ä\r\n", 0) + "--X--\r\n", check)
    assert answer(only)[0] == "HTTP/1.1 200 OK"


def test_part_may_have_a_body_and_bare_line_ends():
    text = 'POST /a HTTP/1.1\nContent-Type: application/json\nMIME-Version: 1.0\n\n{"name": "ä"}'
    (only,) = run(part(text, 0, "Content-Transfer-Encoding: binary\r\n") + "--X--\r\n")
    assert answer(only)[1]["verb"] == "POST"
    assert answer(only)[1]["body"].strip() == '{"name": "ä"}'


def test_path_below_the_endpoints_own_prefix_loses_it():
    body = part("GET /gce/compute/v1/a HTTP/1.1\r\n", 0) + part("GET /compute/v1/a HTTP/1.1", 1)
    assert {answer(p)[1]["path"] for p in run(body + "--X--\r\n", script_root="/gce")} == {
        "/compute/v1/a?"
    }


def test_parts_run_at_the_same_time():
    together = threading.Barrier(3, timeout=10)

    def respond(environ):
        together.wait()
        return echo(environ)

    body = "".join(part(f"GET /{n} HTTP/1.1\r\n", n) for n in range(3))
    assert len(run(body + "--X--\r\n", respond)) == 3


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", 'multipart/mixed; boundary="X"'),
        ("hello", "text/plain"),
        ("--X--", 'multipart/mixed; boundary="X"'),
        ("--X\r\n\r\n" * 1001 + "--X--", 'multipart/mixed; boundary="X"'),
        ("--X\r\n\r\nGET / HTTP/1.1\r\n--X--", "multipart/mixed"),
    ],
)
def test_body_that_is_no_batch_is_refused(body, kind):
    with pytest.raises(errors.Invalid):
        run(body, kind=kind)


def test_batch_in_a_batch_is_refused():
    def respond(environ):
        return batch.run(Site(services=None, respond=echo), Request(environ))

    with pytest.raises(errors.Invalid, match="cannot hold a batch"):
        run(part("POST /batch HTTP/1.1\r\n", 0) + "--X--\r\n", respond)


def test_part_with_an_address_that_is_no_url_does_not_fail_the_batch():
    broken = part("GET http://[::1 HTTP/1.1\r\n", 0)
    _, second = run(broken + part("GET /b HTTP/1.1\r\n", 1) + "--X--\r\n")
    assert answer(second)[1]["path"].startswith("/b")
