"""Code that knows nothing of this cloud, run by ``devcloud run`` as it is."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.api.contract import a_name

# What samples do: credentials and project by default, no endpoint anywhere, waiting by .result().
PROGRAM = """
import json, os, sys, uuid

import google.auth
import requests
from google.cloud import compute_v1
from googleapiclient.discovery import build
from libcloud.compute.providers import get_driver

name, zone, seen = sys.argv[1], "us-central1-a", {}
_, project = google.auth.default()
seen["project"] = project

disks = compute_v1.DisksClient()
image = compute_v1.ImagesClient().get_from_family(project="debian-cloud", family="debian-12")
seen["image"] = image.self_link

def wanted(name):
    kind = f"zones/{zone}/diskTypes/pd-balanced"
    return compute_v1.Disk(name=name, size_gb=12, type_=kind, source_image=image.self_link)

request = {"project": project, "zone": zone, "request_id": str(uuid.uuid4())}
first = disks.insert({**request, "disk_resource": wanted(name)})
again = disks.insert({**request, "disk_resource": wanted(name + "-again")})
first.result()
again.result()
seen["same operation"] = first.name == again.name

mine = compute_v1.AggregatedListDisksRequest(project=project, filter=f"name:{name}*")
found = compute_v1.DisksClient().aggregated_list(mine)
seen["disks"] = [disk.self_link for _, scope in found for disk in scope.disks]
link = f"https://www.googleapis.com/compute/v1/projects/{project}/zones/{zone}/disks/{name}"
operations = compute_v1.ZoneOperationsClient().list(
    compute_v1.ListZoneOperationsRequest(
        project=project, zone=zone, filter=f'targetLink="{link}" AND operationType=insert'
    )
)
seen["operations"] = [operation.name == first.name for operation in operations]

paged = compute_v1.ListImagesRequest(
    project="windows-sql-cloud", max_results=2, filter="deprecated.state != DEPRECATED"
)
pages = compute_v1.ImagesClient().list(paged).pages
seen["pages"] = [len(page.items) for page in pages]

compute = build("compute", "v1")
shown = compute.disks().get(project=project, zone=zone, disk=name).execute()
seen["status"] = shown["status"]
disks.delete(project=project, zone=zone, disk=name).result()

key = os.environ["GOOGLE_APPLICATION_CREDENTIALS"]
account = json.load(open(key))["client_email"]
token = __file__ + ".token"  # not in the home folder
driver = get_driver("gce")(account, key, project=project, credential_file=token)
seen["libcloud"] = [place.name for place in driver.list_locations()]

try:
    requests.get("https://example.com/", timeout=5)
except requests.exceptions.ProxyError as error:
    seen["elsewhere"] = str(error)
print(json.dumps(seen))
"""

# Google's library for Node.js sends through an agent of its own, which knows of no proxy.
NODE_PROGRAM = """
const https = require("https");
const agent = new https.Agent({keepAlive: true});
const status = (url) => new Promise((done) => {
  const request = https.get(url, {agent}, (answer) => {
    answer.resume().on("end", () => done(answer.statusCode));
  });
  request.on("error", (error) => done(error.message));
});
(async () => {
  const names = ["compute.googleapis.com/compute/v1/projects/demo", "none.googleapis.com/none"];
  const seen = [];
  for (const name of [...names, "example.com/"]) seen.push(await status(`https://${name}`));
  console.log(JSON.stringify(seen));
})();
"""


def run(devcloud, *command, **more):
    words = [sys.executable, "-m", "devcloud", "run", "--state", str(devcloud.state), *command]
    return subprocess.run(words, capture_output=True, text=True, timeout=300, **more)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    file = tmp_path_factory.mktemp("google") / "program.py"
    file.write_text(PROGRAM)
    return str(file)


def test_code_for_google_runs_as_it_is(devcloud, program):
    name = a_name("unmodified")
    done = run(devcloud, sys.executable, program, name)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    base = "https://www.googleapis.com/compute/v1/projects"
    assert seen["project"] == "demo"
    assert re.fullmatch(f"{base}/debian-cloud/global/images/debian-12-.*", seen["image"])
    assert seen["same operation"]
    assert seen["disks"] == [f"{base}/demo/zones/us-central1-a/disks/{name}"]
    assert seen["operations"] == [True]
    assert seen["pages"] == [2, 1]
    assert seen["status"] == "READY"
    assert "us-central1-a" in seen["libcloud"]
    refusal = "devcloud has nothing but *.googleapis.com, accounts.google.com"
    assert refusal in seen["elsewhere"]


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
def test_node_is_led_here_also_by_an_agent_that_knows_of_no_proxy(devcloud):
    environment = os.environ | {"NODE_OPTIONS": "--no-deprecation"}
    done = run(devcloud, "node", "-e", NODE_PROGRAM, env=environment)
    assert done.returncode == 0, done.stderr
    refused = "example.com: devcloud has nothing but *.googleapis.com, accounts.google.com"
    assert json.loads(done.stdout) == [401, 404, refused]


def test_a_command_is_run_with_its_arguments_and_its_exit_status(devcloud):
    script = "import sys; print(sys.argv[1:]); sys.exit(7)"
    done = run(devcloud, "--", sys.executable, "-c", script, "--state", "x")
    assert (done.returncode, done.stdout) == (7, "['--state', 'x']\n")
    missing = run(devcloud, "no-such-command")
    assert missing.returncode == 1
    assert missing.stderr == (
        "devcloud: no-such-command cannot be run: No such file or directory.\n"
    )


def test_the_key_is_for_its_user_only_and_used_again(devcloud):
    run(devcloud, "true")
    key = devcloud.state / "keys" / "demo@demo.json"
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_text()
    run(devcloud, "true")
    assert key.read_text() == before
