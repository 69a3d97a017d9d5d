"""The real gcloud, given the command of a form, asks an endpoint for what the form asks for."""

import http.server
import json
import pathlib
import re
import shutil
import threading

import pytest

from tests.console_changes import Change
from tests.console_texts import commands, requests_of
from tests.gcloud_fixture import GcloudProcess
from tests.unit.gce_dashboard.framework.test_equivalents import FORMS, IDS, items_of, shown

# what one of them says and the other leaves out, because it is so anyway
DEFAULTS = {
    "addressType": "EXTERNAL",
    "IPProtocol": "TCP",
    "ipVersion": "IPV4",
    "loadBalancingScheme": "EXTERNAL",
    "mode": "READ_WRITE",
    "preemptible": True,  # of a spot VM
    "portSpecification": "USE_FIXED_PORT",
    "proxyHeader": "NONE",
    "purpose": "GCE_ENDPOINT",
    "requestPath": "/",
    "sourceType": "RAW",
    "type": "PERSISTENT",
}
# commands that look for an autoscaler, which the stand-in has not got; and one that asks back
UNSEEN = ("autoscale", "stopAutoscaling")
ASKING = "edit global/networks/{name}"
LEFT_OUT = ("region", "fingerprint", "labelFingerprint")  # said by the path, or of what is read
THE_SAME = {"external-nat": "External NAT"}  # what an address is called by default


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Has whatever is asked for, and does at once what it is told to do."""

    asked: list = []
    items: dict = {}
    target = ""

    def do_GET(self):
        path = self.path.partition("?")[0]
        status = {} if "/instanceGroupManagers/" in path else {"status": "READY"}
        one = {"name": path.rpartition("/")[2], "selfLink": self.url, **status}
        self.answer(self.items.get(path.partition("/projects/demo/")[2], one))

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"null")
        path = self.path.partition("?")[0]
        if not path.endswith("/wait"):
            self.asked.append((self.command, self.path.partition("/projects/")[2], body))
            Endpoint.target = self.about(body or {})
        place = re.search(r"/(zone|region)s/([^/]+)", path)
        where = f"{place[1]}s/{place[2]}" if place else "global"
        root = self.url.partition("/projects/")[0] + "/projects/demo/"
        self.answer(
            {
                "name": "operation-1",
                "status": "DONE",
                "operationType": "insert",
                "targetLink": self.target,
                "selfLink": f"{root}{where}/operations/operation-1",
                **({place[1]: root + where} if place else {}),
            }
        )

    def about(self, body):
        """What a change is about: what it makes, or what it is sent to, without a method."""
        root, _projects, path = self.url.partition("/projects/demo/")
        parts = path.split("/")
        deep = 3 if parts[0] == "global" else 4
        if len(parts) < deep:
            parts.append(body.get("name", "x"))
        return f"{root}/projects/demo/{'/'.join(parts[:deep])}"

    do_PATCH = do_PUT = do_DELETE = do_POST

    @property
    def url(self):
        return f"http://{self.headers['Host']}{self.path.partition('?')[0]}"

    def answer(self, body):
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def gcloud(tmp_path_factory):
    program = shutil.which("gcloud")
    root = pathlib.Path(program or "/").resolve().parent.parent
    if not (root / "lib" / "gcloud.py").exists():
        pytest.skip("gcloud is not installed from Google's archive")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tmp_path_factory.mktemp("gcloud")
    (folder / "token").write_text("a-token")
    process = GcloudProcess(
        root,
        {
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE": (
                f"http://127.0.0.1:{server.server_port}/compute/v1/"
            ),
            "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE": str(folder / "token"),
            "CLOUDSDK_CONFIG": str(folder / "config"),
            "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
            "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
        },
    )
    yield process
    process.close()
    server.shutdown()


def plain(value):
    """A body with partial URLs, and without what need not be said."""
    if isinstance(value, dict):
        kept = {key: plain(each) for key, each in value.items() if key not in LEFT_OUT}
        return {
            key: each
            for key, each in kept.items()
            if each not in (None, False, "", [], {}) and DEFAULTS.get(key) != each
        }
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, str):
        value = re.sub(r"^(https?://[^/]+/compute/v1)?/?(projects/demo/)?", "", value)
        return THE_SAME.get(value, value).replace(
            "zones/-/imageFamilyViews", "global/images/family"
        )
    return value


def request(method, address, body):
    """A request as it can be compared with another."""
    path, _mark, query = address.partition("/projects/")[2].partition("?")
    query = query.lower().replace("alt=json", "").strip("&")
    body = plain(body or {})
    for key in ("allowed", "denied"):  # gcloud says a protocol once for each range of ports
        body[key] = [
            (each["IPProtocol"], port)
            for each in body.get(key, [])
            for port in each.get("ports", [""])
        ]
    if path.endswith("/autoscalers"):
        del body["name"]  # gcloud's has letters of its own
    if "versions" in body:
        body |= body.pop("versions")[0]
        if body.get("name", "").startswith("0/"):
            del body["name"]  # of a rollout: the time
    if "ports" in body and "/forwardingRules" in path:
        body["portRange"] = body.pop("ports")[0]
    items = body.get("metadata", body.get("properties", {}).get("metadata", {})).get("items", [])
    items.sort(key=lambda item: item["key"])
    return method, path, query, body


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(each, id=name)
        for each, name in zip(FORMS, IDS, strict=True)
        if getattr(each, "action", "") not in UNSEEN and name != ASKING
    ],
)
def test_gcloud_asks_for_what_the_form_asks_for(console, endpoint, gcloud, example, tmp_path):
    answer = shown(console, endpoint, example)
    Endpoint.asked.clear()
    Endpoint.items = items_of(example) if isinstance(example, Change) else {}
    spoken = commands(answer["gcloud"], tmp_path)
    for words in spoken:
        gcloud(*words)
    said = [request(method, f"/projects/{path}", body) for method, path, body in Endpoint.asked]
    wanted = [request(*each) for each in requests_of(answer)]
    if "\n#" in answer["gcloud"] or [each[:2] for each in said] != [each[:2] for each in wanted]:
        return  # gcloud says what it cannot do, or takes other steps to the same end
    for (*_where, mine), (*_place, theirs) in zip(said, wanted, strict=True):
        assert {**mine, **theirs} == mine  # what it reads before it keeps
        assert isinstance(example, Change) or mine == theirs
