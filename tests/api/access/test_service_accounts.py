"""Service accounts: who gets in with their keys, and who does not any more."""

import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.transport.requests import Request
from google.cloud import compute_v1
from google.oauth2 import service_account

from tests.api.access.way_in import Iam, zones
from tests.api.contract import a_name, instance

TOKEN_URI = "https://oauth2.googleapis.com/token"
COMPUTE = "https://compute.googleapis.com/"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@pytest.fixture(scope="module")
def root(devcloud):
    return devcloud.url("gce")


@pytest.fixture(scope="module")
def iam(devcloud, root):
    return Iam(root, devcloud.token())


@pytest.fixture(scope="module")
def account(iam):
    with iam.account() as made:
        yield made


@pytest.fixture(scope="module")
def key(iam, account):
    return iam.key(account["email"])


def signed(key, algorithm="RS256", secret=None, header=None, **claims):
    """A JWT as google-auth makes them; ``None`` leaves a claim out."""
    now = int(time.time())
    given = {
        "iss": key["client_email"],
        "sub": key["client_email"],
        "aud": COMPUTE,
        "iat": now,
        "exp": now + 3600,
        **claims,
    }
    return jwt.encode(
        {name: value for name, value in given.items() if value is not None},
        secret or (None if algorithm == "none" else key["private_key"]),
        algorithm,
        headers={"kid": key["private_key_id"]} if header is None else header,
    )


def exchanged(session, root, assertion):
    return session.post(
        root + "/token", data={"grant_type": GRANT, "assertion": assertion}, timeout=60
    )


def test_google_cloud_compute_works_with_a_key_file(root, key, tmp_path):
    file = tmp_path / "key.json"
    file.write_text(json.dumps(key))
    client = compute_v1.ZonesClient.from_service_account_file(
        str(file), client_options={"api_endpoint": root}
    )
    names = [zone.name for zone in client.list(project=key["project_id"])]
    assert "us-central1-a" in names


def test_google_auth_exchanges_a_key_for_both_kinds_of_token(root, key, iam):
    credentials = service_account.Credentials.from_service_account_info(
        key, scopes=["https://www.googleapis.com/auth/cloud-platform"]
    )
    credentials.refresh(Request())
    assert zones(root, credentials.token).status_code == 200

    for_somebody = service_account.IDTokenCredentials.from_service_account_info(
        key, target_audience="https://somebody.example"
    )
    for_somebody.refresh(Request())
    keys = jwt.PyJWKSet.from_dict(iam.session.get(root + "/oauth2/v3/certs", timeout=60).json())
    public = keys[jwt.get_unverified_header(for_somebody.token)["kid"]]
    claims = jwt.decode(
        for_somebody.token, public, algorithms=["ES256"], audience="https://somebody.example"
    )
    assert (claims["email"], claims["iss"]) == (key["client_email"], root + "/")
    assert zones(root, for_somebody.token).status_code == 401  # it is no access token


def test_a_scope_may_stand_for_the_audience(root, key):
    scope = "https://www.googleapis.com/auth/compute"
    assert zones(root, signed(key, aud=None, scope=scope)).status_code == 200
    assert zones(root, signed(key, aud=None)).status_code == 401


def public_half(key):
    private = serialization.load_pem_private_key(key["private_key"].encode(), None)
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def hmac_by_public_key(key):
    """What a library that believes the header would take: the public key as a shared secret."""
    import hashlib
    import hmac

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    good = jwt.decode(signed(key), options={"verify_signature": False})
    head = part({"alg": "HS256", "typ": "JWT", "kid": key["private_key_id"]}) + b"." + part(good)
    mac = hmac.new(public_half(key), head, hashlib.sha256).digest()
    return (head + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def test_what_the_key_has_not_signed_for_us_now_is_refused(root, key, iam, account):
    other = iam.key(account["email"])
    now = int(time.time())
    bad = {
        "expired": signed(key, iat=now - 7200, exp=now - 3600),
        "not yet": signed(key, iat=now + 600, exp=now + 1200),
        "for too long": signed(key, exp=now + 86400),
        "for somebody else": signed(key, aud="https://storage.googleapis.com/"),
        "for the token endpoint": signed(key, aud=TOKEN_URI),
        "of another issuer": signed(key, iss="root@demo.iam.gserviceaccount.com"),
        "for another user": signed(key, sub="boss@example.org"),
        "by another key": signed(key, secret=other["private_key"]),
        "by a key that is not": signed(key, header={"kid": "0" * 40}),
        "by nobody": signed(key, algorithm="none"),
        "by the public key": hmac_by_public_key(key),
        "changed": signed(key)[:-8] + "AAAAAAAA",
        "without expiry": signed(key, exp=None),
        "no JWT": "eyJ.x.y",
        "no ASCII": "eyJ\xe9.x.y",
        "times that are none": signed(key, exp=[], iat={}),
        "an access token of nobody": "gce.gAAAA",
    }
    for what, token in bad.items():
        answer = zones(root, token)
        assert answer.status_code == 401, what
        assert "zones" not in answer.text, what
    assert zones(root, signed(key)).status_code == 200


def test_the_token_endpoint_refuses_in_the_words_of_rfc_6749(root, key, iam):
    now = int(time.time())
    for assertion in (
        signed(key, aud=COMPUTE),
        signed(key, aud=TOKEN_URI, iat=now - 7200, exp=now - 3600),
        signed(key, aud=TOKEN_URI, algorithm="none"),
        "nothing",
    ):
        answer = exchanged(iam.session, root, assertion)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert exchanged(iam.session, root, signed(key, aud=root + "/token")).status_code == 200
    unnamed = {"aud": TOKEN_URI, "header": {}}
    assert exchanged(iam.session, root, signed(key, **unnamed)).status_code == 200
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for forged in (
        {"iss": "root@demo.iam.gserviceaccount.com"},
        {"iss": None},
        {"secret": stranger},
    ):
        answer = exchanged(iam.session, root, signed(key, **(unnamed | forged)))
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    missing = iam.session.post(root + "/token", data={"grant_type": GRANT}, timeout=60)
    assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")
    unknown = iam.session.post(root + "/token", data={"grant_type": "magic"}, timeout=60)
    assert (unknown.status_code, unknown.json()["error"]) == (400, "unsupported_grant_type")


def test_a_key_opens_its_own_project_only(root, key, iam):
    found = iam.session.get(
        root + "/v1/projects", headers={"Authorization": f"Bearer {signed(key)}"}, timeout=60
    )
    assert [p["projectId"] for p in found.json()["projects"]] == ["demo"]
    assert zones(root, signed(key), "demo-staging").status_code == 404


def test_deleting_the_application_credential_ends_the_key_at_once(devcloud, root, iam, account):
    key = iam.key(account["email"])
    token = exchanged(iam.session, root, signed(key, aud=TOKEN_URI)).json()["access_token"]
    assert zones(root, token).status_code == 200
    assert zones(root, signed(key)).status_code == 200
    identity = devcloud.connection().identity
    user = devcloud.connection().current_user_id
    [credential] = [
        found
        for found in identity.application_credentials(user)
        if found.name.endswith(key["private_key_id"])
    ]
    assert credential.project_id == devcloud.connection().current_project_id
    identity.delete_application_credential(user, credential)
    assert zones(root, token).status_code == 401
    assert zones(root, signed(key)).status_code == 401
    refused = exchanged(iam.session, root, signed(key, aud=TOKEN_URI))
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    shown = iam("GET", f"/{account['email']}/keys/{key['private_key_id']}")
    assert shown["disabled"] is True


def test_deleting_a_key_or_its_account_deletes_the_application_credentials(devcloud, root, iam):
    def mine():
        conn = devcloud.connection()
        found = conn.identity.application_credentials(conn.current_user_id)
        return [credential.name for credential in found if account["email"] in credential.name]

    with iam.account() as account:
        one, two = iam.key(account["email"]), iam.key(account["email"])
        assert len(mine()) == 2
        iam("DELETE", f"/{account['email']}/keys/{one['private_key_id']}")
        assert zones(root, signed(one)).status_code == 401
        assert zones(root, signed(two)).status_code == 200
        iam("DELETE", f"/{account['uniqueId']}")
        assert zones(root, signed(two)).status_code == 401
        assert mine() == []
        assert iam.refused("GET", f"/{account['email']}")[0] == 404


def test_a_key_of_a_reader_reads_and_makes_no_keys(devcloud, root, key):
    viewer = Iam(root, devcloud.token("viewer"))
    code, message = viewer.refused("POST", json={"accountId": "robot-of-a-viewer"})
    assert (code, "iam.serviceAccounts.create" in message) == (403, True)
    code, _ = viewer.refused("POST", f"/{key['client_email']}/keys")
    assert code == 403
    assert viewer("GET")["accounts"]
    by_key = Iam(root, signed(key))
    code, message = by_key.refused("POST", f"/{key['client_email']}/keys")
    assert (code, "application credential" in message) == (403, True)


def test_accounts_of_another_project_do_not_exist(devcloud, root, iam, account, key):
    other = Iam(root, devcloud.token("demo", "demo-staging"), "demo-staging")
    assert other.refused("GET", f"/{account['email']}")[0] == 404
    assert other.refused("DELETE", f"/{account['email']}/keys/{key['private_key_id']}")[0] == 404
    with other.account() as elsewhere:
        path = f"/{elsewhere['email']}/keys/{key['private_key_id']}"
        assert other.refused("DELETE", path)[0] == 404
        assert iam.refused("GET", f"/{elsewhere['email']}")[0] == 404


def test_what_is_no_account_is_told_so(iam, account):
    name = account["email"].partition("@")[0]
    assert iam.refused("POST", json={"accountId": name})[0] == 409
    assert iam.refused("POST", json={"accountId": "Root"})[0] == 400
    assert iam.refused("POST", data="[]")[0] == 400
    default = iam("GET")["accounts"][0]
    assert iam.refused("DELETE", f"/{default['email']}")[0] == 400


def test_the_default_account_is_the_one_that_instances_have(api, iam):
    default = iam("GET")["accounts"][0]
    assert default["email"] == api("projects.get")["defaultServiceAccount"]


def test_an_instance_has_an_account_that_exists(api, iam, account):
    name = a_name("vm")

    def body(email):
        return instance(name, serviceAccounts=[{"email": email, "scopes": ["cloud-platform"]}])

    nobody = "nobody@demo.iam.gserviceaccount.com"
    code, _, message = api.refused("instances.insert", body(nobody))
    assert (code, nobody in message) == (404, True)
    try:
        api.done("instances.insert", body("default"))
        [shown] = api("instances.get", instance=name)["serviceAccounts"]
        assert shown["email"] == api("projects.get")["defaultServiceAccount"]
        assert shown["scopes"] == ["cloud-platform"]
    finally:
        api.done("instances.delete", instance=name)


def test_test_iam_permissions_agrees_with_the_rules(api, viewer):
    api("projects.get")  # who looks first at a project's networks makes its default one
    wanted = ["get", "list", "delete", "update", "use", "explode"]
    asked = {"permissions": [f"compute.subnetworks.{name}" for name in wanted]}
    asked["permissions"].append("compute.disks.get")

    def granted(who):
        found = who("subnetworks.testIamPermissions", asked, resource="default")
        return [name.rpartition(".")[2] for name in found.get("permissions", ())]

    assert granted(viewer) == ["get", "list"]
    assert granted(api) == ["get", "list", "delete", "update", "use"]
    assert viewer.refused("subnetworks.delete", subnetwork="default")[0] == 403
    missing = api.refused("subnetworks.testIamPermissions", asked, resource="no-such-thing")
    assert missing[0] == 404
