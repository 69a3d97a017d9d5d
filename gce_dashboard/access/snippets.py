"""What to paste so that everybody's tools work with this cloud; all of it runs as it stands."""

from __future__ import annotations

import dataclasses
from urllib.parse import urlsplit

API = "compute/v1/"


@dataclasses.dataclass(frozen=True)
class Cloud:
    """This cloud's addresses, and where the user is in it.

    :ivar root: the endpoint's, with a slash at its end
    """

    root: str
    project: str
    zone: str

    @property
    def region(self) -> str:
        return self.zone.rpartition("-")[0]

    @property
    def compute(self) -> str:
        return self.root + API

    @property
    def host(self) -> str:
        return urlsplit(self.root).hostname or ""

    @property
    def scheme(self) -> str:
        return urlsplit(self.root).scheme

    @property
    def port(self) -> int:
        return urlsplit(self.root).port or (443 if self.scheme == "https" else 80)


def gcloud(cloud: Cloud) -> str:
    plain = "" if cloud.scheme == "https" else "export OAUTHLIB_INSECURE_TRANSPORT=1\n"
    return f"""\
export CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE={cloud.compute}
export CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER={cloud.root}
export CLOUDSDK_API_ENDPOINT_OVERRIDES_IAM={cloud.root}
export CLOUDSDK_AUTH_AUTH_HOST={cloud.root}o/oauth2/auth
export CLOUDSDK_AUTH_TOKEN_HOST={cloud.root}token
export CLOUDSDK_CORE_PROJECT={cloud.project}
export CLOUDSDK_COMPUTE_REGION={cloud.region}
export CLOUDSDK_COMPUTE_ZONE={cloud.zone}
{plain}
gcloud auth login        # or: gcloud auth activate-service-account --key-file=key.json
gcloud compute instances list
"""


def curl(cloud: Cloud) -> str:
    return f"""\
TOKEN=$(openstack token issue -f value -c id)

curl -H "Authorization: Bearer $TOKEN" \\
    {cloud.compute}projects/{cloud.project}/zones/{cloud.zone}/instances
"""


def python(cloud: Cloud) -> str:
    return f"""\
# pip install google-cloud-compute
from google.cloud import compute_v1

instances = compute_v1.InstancesClient.from_service_account_file(
    "key.json", client_options={{"api_endpoint": "{cloud.root.rstrip("/")}"}}
)
for vm in instances.list(project="{cloud.project}", zone="{cloud.zone}"):
    print(vm.name, vm.status)
"""


def discovery(cloud: Cloud) -> str:
    return f"""\
# pip install google-api-python-client
from google.oauth2.service_account import Credentials
from googleapiclient.discovery import build

credentials = Credentials.from_service_account_file(
    "key.json", scopes=["https://www.googleapis.com/auth/cloud-platform"]
)
compute = build(
    "compute",
    "v1",
    credentials=credentials,
    static_discovery=False,
    discoveryServiceUrl="{cloud.root}discovery/v1/apis/{{api}}/{{apiVersion}}/rest",
)
found = compute.instances().list(project="{cloud.project}", zone="{cloud.zone}").execute()
for vm in found.get("items", []):
    print(vm["name"], vm["status"])
"""


def node(cloud: Cloud) -> str:
    return f"""\
// npm install @google-cloud/compute google-auth-library
import compute from '@google-cloud/compute';
import {{GoogleAuth}} from 'google-auth-library';

const auth = new GoogleAuth({{
  keyFile: 'key.json',
  scopes: ['https://www.googleapis.com/auth/cloud-platform'],
}});
const instances = new compute.InstancesClient({{
  auth,
  apiEndpoint: '{cloud.host}',
  port: {cloud.port},
  protocol: '{cloud.scheme}',
}});
const where = {{project: '{cloud.project}', zone: '{cloud.zone}'}};
for await (const vm of instances.listAsync(where)) {{
  console.log(vm.name, vm.status);
}}
"""


def libcloud(cloud: Cloud) -> str:
    return f"""\
# pip install apache-libcloud google-auth requests
import json
import pathlib

from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials
from libcloud.compute.drivers.gce import GCEConnection, GCENodeDriver


class Connection(GCEConnection):
    host = "{cloud.host}"

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **{{**more, "port": {cloud.port}}})


class Driver(GCENodeDriver):
    connectionCls = Connection


credentials = Credentials.from_service_account_file(
    "key.json", scopes=["https://www.googleapis.com/auth/cloud-platform"]
)
credentials.refresh(Request())
token = {{"access_token": credentials.token, "expire_time": "2099-01-01T00:00:00Z"}}
pathlib.Path("token.json").write_text(json.dumps(token))
driver = Driver(
    "{cloud.project}",
    "-",
    project="{cloud.project}",
    datacenter="{cloud.zone}",
    auth_type="IA",
    credential_file="token.json",
    secure={cloud.scheme == "https"},
)
print(driver.list_nodes())
"""


def ansible(cloud: Cloud) -> str:
    return f"""\
# TOKEN=$(openstack token issue -f value -c id) ansible-playbook instances.yaml
- hosts: localhost
  gather_facts: false
  tasks:
    - name: List the VM instances
      ansible.builtin.uri:
        url: {cloud.compute}projects/{cloud.project}/zones/{cloud.zone}/instances
        headers:
          Authorization: "Bearer {{{{ lookup('env', 'TOKEN') }}}}"
      register: found

    - name: Show them
      ansible.builtin.debug:
        msg: "{{{{ found.json['items'] | default([]) | map(attribute='name') }}}}"
"""


def terraform(cloud: Cloud) -> str:
    return f"""\
terraform {{
  required_providers {{
    google = {{
      source = "hashicorp/google"
    }}
  }}
}}

provider "google" {{
  project                          = "{cloud.project}"
  region                           = "{cloud.region}"
  zone                             = "{cloud.zone}"
  credentials                      = file("key.json")
  compute_custom_endpoint          = "{cloud.compute}"
  resource_manager_custom_endpoint = "{cloud.root}v1/"
  iam_custom_endpoint              = "{cloud.root}v1/"
}}

resource "google_compute_disk" "data" {{
  name = "data"
  size = 10
}}
"""
