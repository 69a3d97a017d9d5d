"""The steps that make a load balancer, as everybody's tools would make them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from gce_dashboard.balancing.balancers.steps import Step
from gce_dashboard.balancing.resources import PARTS
from gce_dashboard.framework import terraform as hcl
from gce_dashboard.framework.commands import shell_lines
from gce_dashboard.framework.gcloud import place_flags, target_flag
from gce_dashboard.framework.python_text import snake
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import last

Json = dict[str, Any]
BOTH = ("global", "region")
FLAGS = {
    "description": "description",
    "protocol": "protocol",
    "loadBalancingScheme": "load-balancing-scheme",
    "portName": "port-name",
    "healthChecks": "health-checks",
    "urlMap": "url-map",
    "service": "backend-service",
    "backendService": "backend-service",
    "defaultService": "default-service",
    "IPAddress": "address",
    "IPProtocol": "ip-protocol",
    "ports": "ports",
    "portRange": "ports",
    "network": "network",
    "subnetwork": "subnet",
}
ARGUMENTS = {
    "IPAddress": "ip_address",
    "IPProtocol": "ip_protocol",
    "backends": "backend",
    "hostRules": "host_rule",
    "pathMatchers": "path_matcher",
    "pathRules": "path_rule",
}


def gcloud(steps: list[Step], project: str) -> str:
    """A command for each step, and those that add to what it made."""
    return "\n".join(line for step in steps for line in _commands(step, project))


def _commands(step: Step, project: str) -> Iterator[str]:
    made, body = _made(step), step.body
    name = shlex.quote(body["name"])
    kind = f" {body['type'].lower()}" if made.collection == "healthChecks" else ""
    place = place_flags(f"{step.path}/x", BOTH) if len(made.scopes) > 1 else []
    flags = [f"--project={project}", *place, *_flags(body)]
    if place and place != ["--global"] and str(body.get("healthChecks")).startswith("['global/"):
        flags.append("--global-health-checks")  # in its own region otherwise
    words = f"gcloud {made.gcloud} create{kind} {name}"
    yield shell_lines(words, *map(shlex.quote, flags))
    for backend in body.get("backends", []):
        *_rest, scope, where, _collection, group = backend["group"].split("/")
        yield shell_lines(
            f"gcloud {made.gcloud} add-backend {name}",
            f"--project={project}",
            *place,
            f"--instance-group={group}",
            f"--instance-group-{scope.removesuffix('s')}={where}",
            f"--capacity-scaler={backend.get('capacityScaler', 1)}",
            *(["--failover"] if backend.get("failover") else []),
        )
    hosts = {each["pathMatcher"]: each["hosts"] for each in body.get("hostRules", [])}
    for matcher in body.get("pathMatchers", []):
        yield shell_lines(
            f"gcloud {made.gcloud} add-path-matcher {name}",
            f"--project={project}",
            f"--path-matcher-name={matcher['name']}",
            f"--default-service={last(matcher['defaultService'])}",
            shlex.quote(f"--new-hosts={','.join(hosts[matcher['name']])}"),
            *_path_rules(matcher),
        )


def _path_rules(matcher: Json) -> list[str]:
    pairs = [
        f"{path}={last(rule['service'])}"
        for rule in matcher.get("pathRules", [])
        for path in rule["paths"]
    ]
    return [shlex.quote(f"--path-rules={','.join(pairs)}")] if pairs else []


def _flags(body: Json) -> Iterator[str]:
    for field, value in body.items():
        if field in FLAGS:
            yield f"--{FLAGS[field]}={_said(value)}"
        elif field.endswith("HealthCheck"):
            yield f"--port={value['port']}"
        elif field == "target":
            yield target_flag(value)


def _said(value: Any) -> str:
    return ",".join(map(_said, value)) if isinstance(value, list) else last(str(value))


def terraform(steps: list[Step], project: str) -> str:
    """A block for each step."""
    return "\n".join(_block(step, project) for step in steps)


def _block(step: Step, project: str) -> str:
    scope, _slash, rest = step.path.partition("/")
    place = {"region": rest.split("/")[0]} if scope == "regions" else {}
    kind = _made(step).terraform_in(step.path)
    body = {"backend_service" if key == "service" else key: step.body[key] for key in step.body}
    block = {"project": project, **place, **_spelled(body)}
    return hcl.block(kind, step.body["name"], block)


def _spelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {_argument(key): _spelled(each) for key, each in value.items()}
    return [_spelled(each) for each in value] if isinstance(value, list) else value


def _argument(field: str) -> str:
    return ARGUMENTS.get(field) or snake(field)


def _made(step: Step) -> Resource:
    return PARTS[step.path.rpartition("/")[2]]
