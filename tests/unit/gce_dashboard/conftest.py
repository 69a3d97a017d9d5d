"""A console whose endpoint is played at the HTTP boundary, for what a real one cannot show."""

from __future__ import annotations

import datetime
import json
import os
import types
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.unit.gce_dashboard.settings")

import django
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import get_resolver

django.setup()  # before any test module imports Horizon
_panels = get_resolver().url_patterns  # Horizon registers its panels when it is asked for URLs

ENDPOINT = "http://gce.test/compute/v1"
PROJECT = "6f2bca5e0c5b4b1aa12c4f7cf6a9f0b1"
BASE = f"{ENDPOINT}/projects/demo"
Answer = tuple[int, Any] | Exception | Callable[["Call"], tuple[int, Any]]


@pytest.fixture(scope="session", autouse=True)
def _django() -> Iterator[None]:
    setup_test_environment()
    yield
    teardown_test_environment()


class Call:
    """A request as the endpoint would see it."""

    def __init__(self, request: requests.PreparedRequest):
        parts = urlsplit(request.url)
        self.method = request.method
        path = parts.path.removeprefix("/compute/v1/")
        # within the user's project only what follows it counts
        self.path = path.removeprefix(f"projects/{PROJECT}").lstrip("/")
        self.params = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.headers = request.headers
        self.content = request.body
        is_json = request.headers.get("Content-Type") == "application/json"
        self.body = json.loads(request.body) if request.body and is_json else None


class Endpoint(requests.adapters.BaseAdapter):
    """Answers what a test told it to; everything else is 404 in Google's shape.

    :ivar otherwise: what it answers instead to everything else
    :ivar headers: of every answer
    """

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[tuple[str, str], Answer] = {}
        self.otherwise: Answer | None = None
        self.headers: dict[str, str] = {}
        self.calls: list[Call] = []

    def on(self, method: str, path: str, answer: Answer | dict) -> None:
        self.answers[method, path] = (200, answer) if isinstance(answer, dict) else answer

    def sent(self, method: str = "") -> list[Call]:
        return [call for call in self.calls if not method or call.method == method]

    def send(self, request, **kwargs):
        call = Call(request)
        self.calls.append(call)
        missing = (404, google_error(404, "notFound", f"The resource '{call.path}' was not found"))
        answer = self.answers.get((call.method, call.path), self.otherwise or missing)
        if isinstance(answer, Exception):
            raise answer
        code, body = answer(call) if callable(answer) else answer
        response = requests.Response()
        response.status_code = code
        response.request = request
        response.url = request.url
        response.headers.update(self.headers)
        response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return response

    def close(self) -> None:
        pass


def google_error(code: int, reason: str, message: str) -> dict:
    error = {"message": message, "domain": "global", "reason": reason}
    return {"error": {"code": code, "message": message, "errors": [error]}}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    from gce_dashboard.api import http

    http._session.cache_clear()
    adapter = Endpoint()
    session = http._session()
    session.mount("http://", adapter)
    yield adapter
    http._session.cache_clear()


class Token:
    id = "a-secret-keystone-token"
    expires = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
    project = {"id": PROJECT, "name": "demo", "is_admin_project": False, "domain_id": "default"}


@pytest.fixture
def catalog() -> list[dict]:
    endpoints = [{"interface": "public", "region": "RegionOne", "region_id": "RegionOne"}]
    return [
        {"type": kind, "name": kind, "endpoints": [{**endpoints[0], "url": url}]}
        for kind, url in (("identity", "http://keystone.test/v3"), ("gce", ENDPOINT))
    ]


@pytest.fixture
def authorized() -> dict[str, str]:
    """The user's projects: Keystone's id and name."""
    return {PROJECT: "demo"}


@pytest.fixture
def roles() -> list[str]:
    return ["member"]


@pytest.fixture
def console(monkeypatch, endpoint, catalog, authorized, roles) -> Client:
    """A browser, signed in to Horizon as user demo of project demo."""
    from django.conf import settings
    from django.core.cache import cache
    from openstack_auth import user, utils

    from gce_dashboard.framework import detail

    def get_user(request):
        signed_in = user.User(
            id="u1",
            token=Token(),
            user="demo",
            project_id=PROJECT,
            project_name="demo",
            service_catalog=catalog,
            services_region="RegionOne",
            roles=[{"id": name, "name": name} for name in roles],
            authorized_tenants=[
                types.SimpleNamespace(id=uuid, name=name, enabled=True)
                for uuid, name in authorized.items()
            ],
            endpoint="http://keystone.test/v3",
            enabled=True,
        )
        signed_in._is_system_user = False
        return signed_in

    monkeypatch.setattr(utils, "get_user", get_user)
    monkeypatch.setattr(detail.DetailPage, "patience", 60)  # a busy machine is no slow endpoint
    cache.clear()  # the frame of another test's user
    # Horizon's other panels ask their services whether to show themselves
    for panel in settings.TEST_GLOBAL_MOCKS_ON_PANELS.values():
        monkeypatch.setattr(panel["method"], lambda *args, **kwargs: True)
    return Client()


def instance(name: str = "web-1", zone: str = "us-central1-a", **fields: Any) -> dict:
    """A VM instance as the endpoint shows it."""
    scope = f"{BASE}/zones/{zone}"
    return {
        "kind": "compute#instance",
        "id": "4567890123456789",
        "name": name,
        "zone": scope,
        "status": "RUNNING",
        "machineType": f"{scope}/machineTypes/e2-medium",
        "selfLink": f"{scope}/instances/{name}",
        "creationTimestamp": "2026-11-20T10:15:30.000-00:00",
        "networkInterfaces": [
            {
                "name": "nic0",
                "networkIP": "10.128.0.5",
                "accessConfigs": [{"name": "External NAT", "natIP": "203.0.113.7"}],
            }
        ],
        "labels": {"env": "dev"},
        "tags": {"items": ["http-server"], "fingerprint": "dGFncw=="},
        **fields,
    }


def operation(kind: str = "stop", target: str = "zones/us-central1-a/instances/web-1", **fields):
    return {
        "kind": "compute#operation",
        "id": "1",
        "name": "operation-1",
        "operationType": kind,
        "status": "RUNNING",
        "progress": 0,
        "zone": f"{BASE}/zones/us-central1-a",
        "targetLink": f"{BASE}/{target}",
        "selfLink": f"{BASE}/zones/us-central1-a/operations/operation-1",
        "insertTime": "2026-11-20T10:15:30.000-00:00",
        "startTime": "2026-11-20T10:15:30.000-00:00",
        **fields,
    }


def aggregated(collection: str, *items: dict, **more: Any) -> dict:
    """An aggregated list with every resource in its scope, and an empty scope's warning."""
    scopes: dict[str, Any] = {
        "zones/us-central1-f": {"warning": {"code": "NO_RESULTS_ON_PAGE", "message": "none"}}
    }
    for item in items:
        kind = "region" if "region" in item else "zone"
        scope = f"{kind}s/{item[kind].rpartition('/')[2]}"
        scopes.setdefault(scope, {}).setdefault(collection, []).append(item)
    return {"kind": f"compute#{collection}AggregatedList", "items": scopes, **more}
