"""The endpoint's manners over plain HTTP, whatever the method."""

import contextlib
import copy
import dataclasses
import re
import uuid

import pytest
import requests
from werkzeug.test import Client

from gce_api import wsgi
from gce_api.google import validation
from gce_api.google.discovery import document
from gce_api.serving import loading


class Endpoint:
    """Requests of one user below ``/compute/v1/projects/``."""

    def __init__(self, root, token):
        self.root = root
        self.headers = {"Authorization": f"Bearer {token}"}

    def request(self, verb, path, **more):
        url = f"{self.root}/compute/v1/projects/{path}"
        return requests.request(verb, url, headers=self.headers, **more)

    def get(self, path, **query):
        """The JSON of what must be there."""
        answer = self.request("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def error(self, verb, path, **more):
        """Code, reason and message of what must be refused, in Google's shape."""
        answer = self.request(verb, path, **more)
        body = answer.json()["error"]
        assert answer.headers["X-Openstack-Request-Id"].startswith("req-")
        assert body["code"] == answer.status_code
        (detail,) = body["errors"]
        assert detail == {
            "message": body["message"],
            "domain": "global",
            "reason": detail["reason"],
        }
        return body["code"], detail["reason"], body["message"]


@pytest.fixture
def endpoint(devcloud):
    return Endpoint(devcloud.url("gce"), devcloud.token())


@pytest.fixture
def admin(devcloud):
    return devcloud.connection("admin", "demo").identity


# who may ask


def test_nobody_gets_in_without_a_token(devcloud):
    stranger = Endpoint(devcloud.url("gce"), "no-such-token")
    assert stranger.error("GET", "demo/zones")[:2] == (401, "authError")
    assert stranger.request("GET", "demo/zones").headers["WWW-Authenticate"].startswith("Bearer")
    assert "no-such-token" not in devcloud.log("gce")
    stranger.headers = {}
    assert stranger.error("GET", "demo/zones")[:2] == (401, "authError")


def test_revoked_token_is_refused(devcloud):
    token = devcloud.token()
    keystone = devcloud.url("keystone") + "/v3/auth/tokens"
    revoked = {"X-Auth-Token": devcloud.token(), "X-Subject-Token": token}
    assert requests.delete(keystone, headers=revoked).status_code == 204
    assert Endpoint(devcloud.url("gce"), token).error("GET", "demo/zones")[0] == 401


def test_projects_of_others_are_as_if_they_were_not_there(devcloud, admin):
    project = admin.create_project(name=f"secret-{uuid.uuid4().hex[:8]}")
    demo = Endpoint(devcloud.url("gce"), devcloud.token())
    try:
        for name in (project.name, project.id):
            code, reason, message = demo.error("GET", f"{name}/zones")
            assert (code, reason) == (404, "notFound")
            assert message == f"The resource 'projects/{name}' was not found"
    finally:
        admin.delete_project(project)
    assert demo.error("GET", "nothing/zones")[:2] == (404, "notFound")


def test_project_is_known_by_name_number_and_uuid(endpoint, devcloud):
    by_name = endpoint.get("demo")
    uuid_ = devcloud.connection().current_project_id
    assert endpoint.get(by_name["id"])["selfLink"] == by_name["selfLink"]
    assert endpoint.get(uuid_)["selfLink"] == by_name["selfLink"]


def test_token_of_one_project_works_in_the_users_others(devcloud):
    endpoint = Endpoint(devcloud.url("gce"), devcloud.token("demo", "demo-staging"))
    assert endpoint.get("demo")["name"] == "demo"
    assert endpoint.get("demo-staging")["name"] == "demo-staging"


def test_unscoped_token_works(devcloud):
    body = {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {
                    "user": {"name": "demo", "password": "demo", "domain": {"id": "default"}}
                },
            },
            "scope": "unscoped",
        }
    }
    answer = requests.post(devcloud.url("keystone") + "/v3/auth/tokens", json=body)
    endpoint = Endpoint(devcloud.url("gce"), answer.headers["X-Subject-Token"])
    assert endpoint.get("demo")["name"] == "demo"


def test_application_credential_is_good_for_its_own_project_only(devcloud):
    demo = devcloud.connection()
    made = demo.identity.create_application_credential(
        user=demo.current_user_id, name=f"test-{uuid.uuid4().hex[:8]}"
    )
    try:
        identity = {
            "methods": ["application_credential"],
            "application_credential": {"id": made.id, "secret": made.secret},
        }
        answer = requests.post(
            devcloud.url("keystone") + "/v3/auth/tokens", json={"auth": {"identity": identity}}
        )
        endpoint = Endpoint(devcloud.url("gce"), answer.headers["X-Subject-Token"])
        assert endpoint.get("demo")["name"] == "demo"
        assert endpoint.error("GET", "demo-staging")[:2] == (404, "notFound")
    finally:
        demo.identity.delete_application_credential(demo.current_user_id, made)


def test_viewer_may_look_but_not_touch(devcloud):
    viewer = Endpoint(devcloud.url("gce"), devcloud.token("viewer"))
    assert viewer.get("demo/zones")["items"]
    assert viewer.error("POST", "demo/setCommonInstanceMetadata", json={}) == (
        403,
        "forbidden",
        "Required 'compute.projects.setCommonInstanceMetadata' permission for 'projects/demo'",
    )


# errors and odd requests


@pytest.mark.parametrize(
    ("verb", "path", "code", "reason"),
    [
        ("GET", "demo/nothing", 404, "notFound"),
        ("GET", "demo/zones/us-central1-x", 404, "notFound"),
        ("GET", "demo/regions/mars", 404, "notFound"),
        ("GET", "demo/zones/us-central1-x/machineTypes", 404, "notFound"),
        ("GET", "demo/zones/us-central1-a/machineTypes/giant", 404, "notFound"),
        ("GET", "demo/zones/US", 400, "invalid"),
        ("DELETE", "demo/zones", 405, "httpMethodNotAllowed"),
        ("GET", "demo/global/sslCertificates", 501, "notImplemented"),
        ("GET", "demo/zones?filter=name", 400, "invalid"),
        ("GET", "demo/zones?filter=nmae=x", 400, "invalid"),
        ("GET", "demo/zones?orderBy=status", 400, "invalid"),
        ("GET", "demo/zones?maxResults=501", 400, "invalid"),
        ("GET", "demo/zones?pageToken=x", 400, "invalid"),
        ("GET", "demo/zones?fields=(", 400, "invalid"),
        ("GET", "%2e%2e/zones", 404, "notFound"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_googles_shape(endpoint, verb, path, code, reason):
    assert endpoint.error(verb, path)[:2] == (code, reason)


def test_a_missing_method_is_refused_with_the_reason_to_everybody_alike(endpoint):
    path = "demo/global/interconnects"
    refusal = endpoint.error("GET", path)
    code, _, message = refusal
    assert (code, message.endswith("is not implemented here: it is Google's own network.")) == (
        501,
        True,
    )
    gcloud = copy.copy(endpoint)
    gcloud.headers = endpoint.headers | {"User-Agent": "google-cloud-sdk gcloud/528.0.0"}
    assert gcloud.error("GET", path) == refusal


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "demo/zones"),
        ("GET", "demo/zones?maxResults=many&fields=("),
        ("GET", "demo/zones/US"),
        ("POST", "demo/zones/us-central1-a/instances"),
        ("GET", "demo/global/interconnects"),
        ("GET", "demo/nothing"),
        ("DELETE", "demo/zones"),
        ("GET", "no-such-project/zones"),
    ],
)
@pytest.mark.parametrize("authorization", [None, "Bearer nonsense", "Basic ZGVtbzpkZW1v"])
def test_who_does_not_sign_in_learns_nothing_else(endpoint, verb, path, authorization):
    stranger = copy.copy(endpoint)
    stranger.headers = {"Authorization": authorization} if authorization else {}
    assert stranger.error(verb, path)[0] == 401


def test_body_must_be_json_of_a_bearable_size(endpoint):
    path = "demo/setCommonInstanceMetadata"
    assert endpoint.error("POST", path, data="{")[:2] == (400, "invalid")
    assert endpoint.error("POST", path, data=b"x" * (5 << 20))[0] == 413
    code, _, message = endpoint.error("POST", path, json={"itmes": []})
    assert (code, 'Unknown name "itmes"' in message) == (400, True)


def test_head_and_options_are_answered_without_a_body(endpoint):
    head = endpoint.request("HEAD", "demo/zones")
    assert (head.status_code, head.content) == (200, b"")
    options = endpoint.request("OPTIONS", "demo/zones")
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_health_is_told_to_everybody(devcloud):
    answer = requests.get(devcloud.url("gce") + "/healthcheck/ready")
    assert answer.status_code == 200
    needed = ("keystone", "own user", "database", "coordination", "operations", "background")
    assert answer.json()["checks"] == dict.fromkeys(needed, "OK")
    assert requests.get(devcloud.url("gce") + "/healthcheck").json()["status"] == "OK"
    assert requests.get(devcloud.url("gce") + "/").json()["compute"].endswith("/compute/v1/")


def test_an_address_of_keystone_without_its_version_does(in_process, devcloud):
    root = in_process.keystone.auth_url.removesuffix("/v3")
    in_process.set_override("auth_url", root, group="keystone")
    client = Client(wsgi.build(in_process))
    assert client.get("/healthcheck/ready").json["status"] == "OK"
    bearer = {"Authorization": "Bearer " + devcloud.token()}
    assert client.get("/compute/v1/projects/demo/zones", headers=bearer).status_code == 200


def test_another_services_address_is_not_taken_for_keystones(in_process, devcloud):
    in_process.set_override("auth_url", devcloud.url("placement"), group="keystone")
    answer = Client(wsgi.build(in_process)).get("/healthcheck/ready")
    assert (answer.status_code, answer.json["checks"]["keystone"]) == (503, "FAILED")


def test_the_health_check_tells_that_the_own_user_cannot_log_in(in_process):
    in_process.set_override("password", "wrong", group="keystone")
    client = Client(wsgi.build(in_process))
    answer = client.get("/healthcheck/ready")
    assert (answer.status_code, answer.json["checks"]["own user"]) == (503, "FAILED")
    assert "wrong" not in answer.text


def test_discovery_service_leads_to_the_document(devcloud):
    root = devcloud.url("gce")
    (item,) = requests.get(root + "/discovery/v1/apis", params={"name": "compute"}).json()["items"]
    served = requests.get(item["discoveryRestUrl"]).json()
    assert served["rootUrl"] == root + "/"
    assert served == requests.get(root + "/$discovery/rest?version=v1").json()
    assert requests.get(root + "/discovery/v1/apis/compute/v9/rest").status_code == 404


def test_projects_are_listed_in_pages_and_filtered(endpoint):
    def projects(**query):
        url = endpoint.root + "/v1/projects"
        return requests.get(url, headers=endpoint.headers, params=query).json()

    first = projects(filter="lifecycleState:ACTIVE", pageSize=1)
    rest = projects(filter="lifecycleState:ACTIVE", pageSize=5000, pageToken=first["nextPageToken"])
    names = [project["projectId"] for project in first["projects"] + rest["projects"]]
    assert names == ["demo", "demo-staging"]
    assert "nextPageToken" not in rest
    assert [p["name"] for p in projects(filter="id:demo-staging")["projects"]] == ["demo-staging"]
    assert [p["name"] for p in projects(filter="name:DEMO")["projects"]] == ["demo"]
    for no_number in ("few", "²", "9" * 5000):
        assert projects(pageSize=no_number)["error"]["code"] == 400


def test_projects_are_found_by_resource_manager_v3(endpoint):
    def ask(path, **query):
        url = f"{endpoint.root}/v3/projects{path}"
        return requests.get(url, headers=endpoint.headers, params=query).json()

    demo = ask("/demo")
    assert (demo["projectId"], demo["displayName"], demo["state"]) == ("demo", "demo", "ACTIVE")
    assert ask(demo["name"].removeprefix("projects")) == demo
    for query in ("id:demo", "displayName:Demo state:ACTIVE", 'projectId="demo"'):
        assert ask(":search", query=query)["projects"] == [demo]
    first = ask("", parent=demo["parent"], pageSize=1)
    rest = ask("", parent=demo["parent"], pageToken=first["nextPageToken"])
    assert [p["projectId"] for p in first["projects"] + rest["projects"]] == [
        "demo",
        "demo-staging",
    ]
    refused = {query: ask("", parent=query)["error"]["code"] for query in ("organizations/1", "")}
    assert refused == {"organizations/1": 403, "": 400}
    assert ask("/of-others")["error"]["code"] == 404
    url = endpoint.root + "/v1/projects/demo:getAncestry"
    (own, above) = requests.post(url, headers=endpoint.headers).json()["ancestor"]
    assert own["resourceId"] == {"type": "project", "id": "demo"}
    assert f"organizations/{above['resourceId']['id']}" == demo["parent"]


def test_the_projects_of_public_images_are_found_by_their_label(endpoint):
    url = endpoint.root + "/v1/projects"
    query = {"filter": "labels.public-images=true"}
    found = requests.get(url, query, headers=endpoint.headers).json()["projects"]
    public = [each["projectId"] for each in found]
    assert {"debian-cloud", "centos-cloud", "rhel-cloud", "cos-cloud"} <= set(public)
    assert "demo" not in public
    for project in public:
        assert endpoint.get(f"{project}/global/images")["items"]
    own = requests.get(url, headers=endpoint.headers).json()["projects"]
    assert not {each["projectId"] for each in own} & set(public)


def test_a_user_learns_which_permissions_they_have_in_a_project(devcloud, endpoint):
    wanted = ["compute.instances.create", "compute.instanceGroups.update"]
    wanted += ["compute.instances.list", "compute.spaceships.create"]
    url = endpoint.root + "/v1/projects/demo:testIamPermissions"

    def granted(headers, permissions):
        return requests.post(url, json={"permissions": permissions}, headers=headers).json()

    assert granted(endpoint.headers, wanted) == {"permissions": wanted[:3]}
    reader = {"Authorization": f"Bearer {devcloud.token('viewer')}"}
    assert granted(reader, wanted) == {"permissions": ["compute.instances.list"]}
    assert granted(reader, "all")["error"]["code"] == 400


# lists


def test_pages_hold_every_row_once(endpoint):
    every = [row["name"] for row in endpoint.get("demo/zones")["items"]]
    seen, token = [], None
    while True:
        page = endpoint.get("demo/zones", maxResults=3, pageToken=token)
        seen += [row["name"] for row in page["items"]]
        token = page.get("nextPageToken")
        if not token:
            break
    assert seen == every == sorted(every)
    assert len(every) >= 4


def test_prefix_of_links_is_what_the_client_used(endpoint):
    beta = f"{endpoint.root}/compute/beta/projects/demo/zones"
    zone = requests.get(beta, headers=endpoint.headers).json()["items"][0]
    assert zone["selfLink"] == f"{beta}/{zone['name']}"
    assert requests.get(zone["selfLink"], headers=endpoint.headers).json() == zone


def test_regions_and_zones_answer_to_their_numbers(endpoint):
    for path in ("demo/regions/us-central1", "demo/zones/us-central1-a"):
        resource = endpoint.get(path)
        by_number = path.rpartition("/")[0] + "/" + resource["id"]
        assert endpoint.get(by_number) == resource


def test_aggregated_list_has_every_scope_or_says_that_it_is_empty(endpoint):
    items = endpoint.get("demo/aggregated/machineTypes", filter="name=e2-small", maxResults=1)[
        "items"
    ]
    full = [scope for scope, found in items.items() if "machineTypes" in found]
    (empty, *_) = [found for scope, found in items.items() if scope not in full]
    assert len(full) == 1
    assert empty["warning"]["code"] == "NO_RESULTS_ON_PAGE"
    every = endpoint.get("demo/aggregated/machineTypes", includeAllScopes="true")["items"]
    assert {"global", "regions/us-central1", "zones/us-central1-a"} <= every.keys()


def test_fields_cut_an_answer_down(endpoint):
    answer = endpoint.request("GET", "demo/zones?fields=items(name)&prettyPrint=false")
    assert answer.json()["items"][0].keys() == {"name"}
    assert b"\n" not in answer.content


@contextlib.contextmanager
def dead_region(admin):
    """A region whose Nova cannot be reached; whoever gets a token now has it in the catalogue."""
    region = admin.create_region(id="mars-north1", description="")
    (nova,) = [service for service in admin.services() if service.type == "compute"]
    dead = admin.create_endpoint(
        service_id=nova.id, region_id=region.id, interface="public", url="http://127.0.0.1:9/v2.1"
    )
    try:
        yield
    finally:
        admin.delete_endpoint(dead)
        admin.delete_region(region)


def test_list_goes_without_a_region_that_is_away_when_the_client_says_so(devcloud, admin):
    with dead_region(admin):
        endpoint = Endpoint(devcloud.url("gce"), devcloud.token())
        path = "demo/aggregated/machineTypes"
        assert endpoint.error("GET", path)[:2] == (503, "backendError")
        found = endpoint.get(path, returnPartialSuccess="True", includeAllScopes="True")
    assert found["unreachables"] == ["regions/mars-north1"]
    assert found["items"]["regions/mars-north1"]["warning"]["code"] == "UNREACHABLE"
    assert found["items"]["zones/us-central1-a"]["machineTypes"]


PLACES = {"project": "demo", "zone": "us-central1-a", "region": "us-central1"}
READS = sorted(
    method.id
    for method in (document().methods[name] for name in loading.load())
    if method.verb == "GET" and set(re.findall(r"{(\w+)}", method.path)) <= PLACES.keys()
)


@pytest.mark.parametrize("method_id", READS)
def test_answers_are_what_the_document_promises(endpoint, method_id):
    """Known fields only, of their types, without a null: as a request body it would be valid."""
    method = document().methods[method_id]
    path = method.path.format_map(PLACES).removeprefix("projects/")
    answer = endpoint.request("GET", path)
    as_request = dataclasses.replace(method, request=method.response)
    validation.body(document(), as_request, answer.json())
    assert answer.status_code == 200
    assert "null" not in answer.text
    if "kind" in document().schemas[method.response]["properties"]:
        assert answer.json()["kind"].startswith("compute#")


# operations of this family


def test_common_metadata_is_kept_and_guarded_by_its_fingerprint(devcloud, project):
    endpoint = Endpoint(devcloud.url("gce"), devcloud.token("admin", project.name))
    before = endpoint.get(project.name)["commonInstanceMetadata"]["fingerprint"]
    path, query = f"{project.name}/setCommonInstanceMetadata", {"requestId": str(uuid.uuid4())}
    body = {"fingerprint": before, "items": [{"key": "motd", "value": "hello"}]}
    first = endpoint.request("POST", path, json=body, params=query).json()
    again = endpoint.request("POST", path, json=body, params=query).json()
    assert first["name"] == again["name"]
    done = endpoint.request("POST", f"{project.name}/global/operations/{first['name']}/wait").json()
    assert (done["status"], done.get("error")) == ("DONE", None)
    assert done["operationType"] == "compute.projects.setCommonInstanceMetadata"
    after = endpoint.get(project.name)["commonInstanceMetadata"]
    assert after["items"] == [{"key": "motd", "value": "hello"}]
    assert endpoint.error("POST", path, json=body)[:2] == (412, "conditionNotMet")
    empty = {"fingerprint": after["fingerprint"]}
    name = endpoint.request("POST", path, json=empty).json()["name"]
    endpoint.request("POST", f"{project.name}/global/operations/{name}/wait")
    assert "items" not in endpoint.get(project.name)["commonInstanceMetadata"]
