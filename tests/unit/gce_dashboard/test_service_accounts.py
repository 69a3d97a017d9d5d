"""Service accounts and their keys, and what to paste for clients."""

import base64
import json

import pytest

from tests.unit.gce_dashboard.conftest import BASE, PROJECT

IAM = f"v1/projects/{PROJECT}/serviceAccounts"
URL = "/project/gce_service_accounts/p/demo/"
ONE = URL + "77/"
SET_UP = "/project/gce_api_access/p/demo/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
EMAIL = "robot-one@demo.iam.gserviceaccount.com"
ROBOT = {"name": f"projects/demo/serviceAccounts/{EMAIL}", "email": EMAIL, "uniqueId": "77"}
KEY = {"name": f"{ROBOT['name']}/keys/0123456789abcdef", "validBeforeTime": "9999-12-31T23:59:59Z"}
DEFAULT = {
    "name": "projects/demo/serviceAccounts/x",
    "email": "1-compute@developer.gserviceaccount.com",
    "uniqueId": "1",
}


@pytest.fixture
def iam(endpoint):
    """IAM, beside the compute API."""
    endpoint.on("GET", f"{IAM}", {"accounts": [DEFAULT, ROBOT]})
    endpoint.on("GET", f"{IAM}/77", ROBOT)
    endpoint.on("GET", f"{IAM}/77/keys", {"keys": [KEY, {**KEY, "disabled": True}]})
    return endpoint


def act(console, url, action, targets, **values):
    body = {"action": action, "targets": targets, "values": values}
    return console.post(url, json.dumps(body), content_type="application/json", **AJAX).json()


def test_accounts_lead_to_their_pages_and_the_default_one_stays(console, iam):
    rows = console.get(URL, **AJAX).json()["rows"]
    default, robot = (row["html"] for row in rows)
    assert f'href="{ONE}"' in robot
    assert "delete" in robot.split("data-actions")[1].split(">")[0]
    assert "delete" not in default.split("data-actions")[1].split(">")[0]


def test_an_account_is_made_with_its_words(console, iam):
    iam.on("POST", f"{IAM}", ROBOT)
    told = act(console, URL, "create", [], account="robot-one", shown="Robot")
    assert "error" not in told["results"][0]
    sent = iam.sent("POST")[-1].body
    assert sent == {"accountId": "robot-one", "serviceAccount": {"displayName": "Robot"}}


def test_keys_are_listed_with_what_has_become_of_them(console, iam):
    html = console.get(ONE, **AJAX).json()["parts"]["keys"]
    assert "0123456789abcdef" in html
    assert "Active" in html
    assert "Disabled" in html
    assert "Never" in html


def test_a_key_is_shown_once_in_the_answer_that_made_it(console, iam):
    data = base64.b64encode(b'{"private_key": "secret"}').decode()
    iam.on("POST", f"{IAM}/77/keys", {**KEY, "privateKeyData": data})
    (result,) = act(console, ONE, "createKey", ["serviceAccounts/77"])["results"]
    assert result["secret"]["content"] == '{"private_key": "secret"}'
    assert result["secret"]["file"] == "demo-0123456789ab.json"
    assert "secret" not in console.get(ONE, **AJAX).content.decode()


def test_without_a_key_there_is_none_to_revoke_and_the_button_says_so(console, iam):
    assert "revokeKey" in console.get(ONE, **AJAX).json()["allowed"]
    iam.on("GET", f"{IAM}/77/keys", {})
    page = console.get(ONE).context["config"]
    assert page["allowed"] == ["delete", "createKey"]
    (revoke,) = (each for each in page["actions"] if each["name"] == "revokeKey")
    assert revoke["needs"] == "This account has no key."


def test_whether_there_is_a_key_is_the_endpoints_to_say_where_keys_cannot_be_listed(console, iam):
    iam.on("GET", f"{IAM}/77/keys", (500, {}))
    assert "revokeKey" in console.get(ONE, **AJAX).json()["allowed"]


def test_an_account_is_called_by_its_email(console, iam):
    page = console.get(ONE)
    assert f"<h1>{EMAIL}</h1>" in page.content.decode()
    assert page.context["config"]["title"] == console.get(ONE, **AJAX).json()["title"] == EMAIL


def test_a_key_is_revoked(console, iam):
    iam.on("DELETE", f"{IAM}/77/keys/0123456789abcdef", {})
    told = act(console, ONE, "revokeKey", ["serviceAccounts/77"], key="0123456789abcdef")
    assert told["results"] == [{"target": "serviceAccounts/77"}]


def test_what_is_pasted_has_the_addresses_of_this_cloud(console, endpoint):
    endpoint.on("GET", "", {"name": "demo", "id": "1"})
    zone = {"name": "us-central1-a", "selfLink": f"{BASE}/zones/us-central1-a"}
    endpoint.on("GET", "zones", {"items": [zone]})
    parts = console.get(SET_UP, **AJAX).json()["parts"]
    assert "http://gce.test/o/oauth2/auth" in parts["addresses"]
    assert "OVERRIDES_COMPUTE=http://gce.test/compute/v1/\n" in parts["gcloud"]
    assert "OAUTHLIB_INSECURE_TRANSPORT" in parts["gcloud"]
    assert "apiEndpoint: &#x27;gce.test&#x27;" in parts["node"]
    assert all("us-central1-a" in parts[name] for name in ("python", "libcloud", "ansible"))
    compile(__import__("html").unescape(_code(parts["libcloud"])), "libcloud", "exec")


def _code(html):
    return html.partition("<pre")[2].partition(">")[2].partition("</pre>")[0]
