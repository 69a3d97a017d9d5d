"""Logging in with OAuth 2 clients: pages, codes, tokens, and their ends."""

import contextlib
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from google.auth.transport.requests import Request
from google.cloud import compute_v1
from google.oauth2.credentials import Credentials

from tests.api.access.way_in import CLIENT, Browser, Client, Iam, zones
from tests.api.contract import a_name

PASSWORD = "difference-engine"


@pytest.fixture(scope="module")
def root(devcloud):
    return devcloud.url("gce")


@pytest.fixture
def client(root):
    return Client(root)


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture(scope="module")
def person(devcloud):
    """A user with a role in both projects, who is there for these tests only."""
    identity = devcloud.connection("admin", "demo").identity
    name = a_name("ada")
    user = identity.create_user(name=name, password=PASSWORD)
    for project in ("demo", "demo-staging"):
        identity.assign_project_role_to_user(
            identity.find_project(project), user, identity.find_role("member")
        )
    yield user
    identity.delete_user(user)


@pytest.fixture
def credentials(devcloud, person):
    """The application credentials of that user, as Keystone lists them."""
    identity = devcloud.connection("admin", "demo").identity

    def listed():
        return list(identity.application_credentials(person.id))

    yield listed
    for left in listed():
        identity.delete_application_credential(person.id, left)


@pytest.fixture
def tokens(client, browser, person, credentials):
    """The answer to a whole log-in."""
    code = client.code(browser.log_in(client.url(), person.name, PASSWORD))
    answer = client.exchange(code)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_log_in_is_good_for_every_project_that_was_allowed(root, tokens, person):
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600
    assert tokens["scope"] == "openid https://www.googleapis.com/auth/cloud-platform"
    claims = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert (claims["email"], claims["aud"]) == (f"{person.name}@default", CLIENT)
    listed = requests.get(
        root + "/v1/projects", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    )
    assert [p["projectId"] for p in listed.json()["projects"]] == ["demo", "demo-staging"]
    assert zones(root, tokens["access_token"], "demo").status_code == 200
    assert zones(root, tokens["access_token"], "demo-staging").status_code == 200
    assert zones(root, tokens["access_token"], "admin").status_code == 404


def test_a_log_in_shows_as_application_credentials_and_ends_with_them(
    devcloud, root, client, tokens, person, credentials
):
    identity = devcloud.connection("admin", "demo").identity
    kept = {credential.project_id: credential for credential in credentials()}
    places = {name: identity.find_project(name).id for name in ("demo", "demo-staging")}
    assert kept.keys() == set(places.values())
    assert all(c.expires_at and "gce-log-in" in c.name for c in kept.values())
    identity.delete_application_credential(person.id, kept[places["demo"]])
    assert zones(root, tokens["access_token"], "demo").status_code == 401
    assert zones(root, tokens["access_token"], "demo-staging").status_code == 200
    assert client.refresh(tokens["refresh_token"]).status_code == 200
    identity.delete_application_credential(person.id, kept[places["demo-staging"]])
    assert zones(root, tokens["access_token"], "demo-staging").status_code == 401
    assert client.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_google_auth_refreshes_and_google_cloud_compute_works(root, tokens):
    credentials = Credentials(
        None,
        refresh_token=tokens["refresh_token"],
        token_uri=root + "/token",
        client_id=CLIENT,
        client_secret="of no importance",
    )
    credentials.refresh(Request())
    found = compute_v1.ZonesClient(
        credentials=credentials, client_options={"api_endpoint": root}
    ).list(project="demo")
    assert [zone.name for zone in found]


def test_a_refresh_token_is_of_its_client_only(client, tokens):
    refused = client.refresh(tokens["refresh_token"], client_id="somebody-else")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert client.refresh("guessed").json()["error"] == "invalid_grant"
    assert client.refresh(tokens["access_token"]).json()["error"] == "invalid_grant"


def test_a_log_in_makes_keys_only_where_the_user_has_ticked_it(
    root, client, browser, person, credentials, tokens
):
    with Iam(root, tokens["access_token"]).account() as account:
        path = f"/{account['email']}/keys"
        assert Iam(root, tokens["access_token"])("POST", path)["privateKeyData"]
        location = browser.log_in(client.url(), person.name, PASSWORD, ticks=())
        less = client.exchange(client.code(location)).json()
        code, message = Iam(root, less["access_token"]).refused("POST", path)
        assert (code, "Log in anew" in message) == (403, True)


@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
def test_revoking_ends_everything_at_once(root, client, tokens, credentials, kind):
    assert client.post("/revoke", token=tokens[kind]).status_code == 200
    assert zones(root, tokens["access_token"]).status_code == 401
    assert client.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert client.post("/introspect", token=tokens["access_token"]).json() == {"active": False}
    assert credentials() == []
    assert client.post("/revoke", token=tokens[kind]).status_code == 200  # RFC 7009, 2.2


def test_token_info_tells_whose_a_token_is(client, tokens, person):
    found = client.post("/introspect", token=tokens["access_token"]).json()
    assert (found["active"], found["username"]) == (True, f"{person.name}@default")
    assert client.post("/introspect", token="gce.x").json() == {"active": False}


def test_a_code_is_good_once_and_a_second_use_ends_the_log_in(
    root, client, browser, person, credentials
):
    code = client.code(browser.log_in(client.url(), person.name, PASSWORD, projects=["demo"]))
    first = client.exchange(code).json()
    assert zones(root, first["access_token"]).status_code == 200
    assert zones(root, first["access_token"], "demo-staging").status_code == 404
    again = client.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert zones(root, first["access_token"]).status_code == 401
    assert credentials() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": None},
        {"client_id": "another"},
        {"redirect_uri": "http://localhost:9999/"},
        {"code": "guessed"},
    ],
)
def test_a_code_is_of_no_use_to_who_has_not_asked_for_it(
    client, browser, person, credentials, changes
):
    code = client.code(browser.log_in(client.url(), person.name, PASSWORD, projects=["demo"]))
    answer = client.exchange(code, **changes)
    assert answer.status_code in (400, 401), answer.text
    assert answer.json()["error"] in ("invalid_grant", "invalid_request")
    assert "token" not in answer.json()
    assert credentials() == []


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/",
        "http://localhost.evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://localhost\\@evil.example/",
        "//localhost/",
        "javascript:alert(1)",
        None,
    ],
)
def test_the_browser_is_sent_nowhere_but_to_this_computer(client, browser, uri):
    page = browser.open(client.url(redirect_uri=uri))
    assert page.status_code == 400
    assert "Location" not in page.headers
    assert "cannot go on" in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
    ],
)
def test_a_client_that_asks_wrongly_is_told_by_the_browser(client, browser, changes, error):
    page = browser.open(client.url(**changes))
    assert page.status_code == 302
    query = parse_qs(urlsplit(page.headers["Location"]).query)
    assert query["error"] == [error]
    assert query["state"] == [client.state]


def test_a_wrong_password_and_a_strange_form_lead_nowhere(client, browser, person):
    browser.open(client.url())
    page = browser.submit(username=person.name, password="wrong", domain="Default")
    assert page.status_code == 401
    assert "is not right" in page.text
    assert "wrong" not in page.text
    page = browser.submit(username=person.name, password=PASSWORD, domain="Default", csrf="forged")
    assert page.status_code == 400
    browser.session.cookies.clear()
    browser.open(client.url())
    form = browser.page
    browser.session.cookies.clear()  # a form of another site would come without
    browser.page = form
    assert (
        browser.submit(username=person.name, password=PASSWORD, domain="Default").status_code == 400
    )


def test_a_form_of_another_site_is_refused_whatever_it_holds(root):
    answer = requests.post(f"{root}/o/oauth2/consent", data={"csrf": "ä"}, timeout=30)
    assert answer.status_code == 400
    assert "start again" in answer.text


def test_who_does_not_consent_gives_nothing(client, browser, person, credentials):
    browser.open(client.url())
    browser.submit(username=person.name, password=PASSWORD, domain="Default")
    assert browser.submit(decision="allow").status_code == 200  # no project: asked again
    assert "Choose a project" in browser.page.text
    assert browser.submit(decision="allow", csrf="forged").status_code == 400
    browser.open(client.root + "/o/oauth2/consent")
    answer = browser.submit(decision="deny")
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query == {"error": ["access_denied"], "state": [client.state]}
    assert browser.open(client.root + "/o/oauth2/consent").status_code == 400
    assert credentials() == []


def test_pages_cannot_be_framed_kept_or_scripted_and_hold_no_secret(client, browser, person):
    cookies = []
    for page in (
        browser.open(client.url()),
        browser.submit(username=person.name, password=PASSWORD, domain="Default"),
    ):
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "<script" not in page.text
        assert "gAAAA" not in page.text  # so begin Keystone's tokens
        cookies.append(page.headers.get("Set-Cookie", "HttpOnly"))
    assert all("HttpOnly" in cookie for cookie in cookies)


def test_nothing_secret_is_in_the_log(devcloud, client, tokens):
    client.refresh(tokens["refresh_token"])
    requests.post(f"{client.root}/revoke?token={tokens['refresh_token']}", timeout=60)
    log = devcloud.log("gce")
    assert "POST /revoke" in log
    for kind in ("access_token", "refresh_token", "id_token"):
        assert tokens[kind] not in log, kind
    assert PASSWORD not in log
    assert client.verifier not in log


def test_single_sign_on_of_keystone_leads_to_the_same_consent(devcloud, client, browser, person):
    """What Keystone's websso page does in the browser: send a token in a form."""
    body = {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {"user": {"id": person.id, "password": PASSWORD}},
            },
            "scope": {"unscoped": {}},
        }
    }
    made = requests.post(f"{devcloud.url('keystone')}/v3/auth/tokens", json=body, timeout=60)
    token = made.headers["X-Subject-Token"]
    browser.open(client.url())
    answer = browser.session.post(
        client.root + "/o/oauth2/sso", data={"token": "wrong"}, timeout=60
    )
    assert answer.status_code == 400
    answer = browser.session.post(client.root + "/o/oauth2/sso", data={"token": token}, timeout=60)
    assert (answer.status_code, person.name in answer.text) == (200, True)
    assert token not in answer.text


@contextlib.contextmanager
def disabled(identity, project):
    identity.update_project(project, is_enabled=False)
    try:
        yield
    finally:
        identity.update_project(project, is_enabled=True)


def test_passwords_cannot_be_guessed_one_after_another(client, browser):
    guess = {"username": a_name("nobody"), "password": "guess", "domain": "Default"}
    browser.open(client.url())
    assert {browser.submit(**guess).status_code for _ in range(10)} == {401}
    page = browser.submit(**guess)
    assert page.status_code == 429
    assert "Too many log-ins have failed" in page.text
    assert int(page.headers["Retry-After"]) <= 60


def test_a_project_that_is_disabled_is_closed_to_log_ins(devcloud, client, browser, root):
    identity = devcloud.connection("admin", "demo").identity
    project = identity.create_project(name=a_name("closed"), domain_id="default")
    user = identity.create_user(name=a_name("bob"), password="builder")
    try:
        identity.assign_project_role_to_user(project, user, identity.find_role("member"))
        code = client.code(browser.log_in(client.url(), user.name, "builder"))
        tokens = client.exchange(code).json()
        assert zones(root, tokens["access_token"], project.name).status_code == 200
        with disabled(identity, project):
            assert zones(root, tokens["access_token"], project.name).status_code in (401, 404)
            assert client.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
            browser.open(Client(root).url())
            browser.submit(username=user.name, password="builder", domain="Default")
            assert "no role in any project" in browser.page.text
        identity.update_user(user, is_enabled=False)
        assert zones(root, tokens["access_token"], project.name).status_code == 401
    finally:
        identity.delete_user(user)
        identity.delete_project(project)
