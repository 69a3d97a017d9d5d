"""A browser that logs in, and service accounts, for the tests of the ways in."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import html
import json
import re
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from tests.api.contract import a_name

CLIENT = "32555940559.apps.googleusercontent.com"
REDIRECT = "http://localhost:8085/"


class Browser:
    """What a person does at the log-in pages."""

    def __init__(self):
        self.session = requests.Session()
        self.page = None

    def open(self, url):
        self.page = self.session.get(url, allow_redirects=False, timeout=60)
        return self.page

    def submit(self, **values):
        """Fill the page's form and send it; follows redirects within the server."""
        action = html.unescape(re.search(r'action="([^"]+)"', self.page.text)[1])
        data = {"csrf": re.search(r'name="csrf" value="([^"]+)"', self.page.text)[1], **values}
        here = urlsplit(self.page.url)
        url = f"{here.scheme}://{here.netloc}{action}"
        self.page = self.session.post(url, data=data, allow_redirects=False, timeout=60)
        if self.page.status_code == 303:
            self.open(f"{here.scheme}://{here.netloc}{self.page.headers['Location']}")
        return self.page

    def projects(self):
        """The projects on the consent page: ``{name: uuid}``."""
        found = re.findall(r'name="project" value="(\w+)" checked>([^<]+)<', self.page.text)
        return {name: uuid for uuid, name in found}

    def log_in(self, url, user, password, projects=None, ticks=("unrestricted",)):
        """Everything from the client's URL to the address the browser is sent to at the end."""
        assert self.open(url).status_code == 200, self.page.text
        self.submit(username=user, password=password, domain="Default")
        known = self.projects()
        assert known, self.page.text
        wanted = [known[name] for name in projects or known]
        self.submit(project=wanted, decision="allow", **dict.fromkeys(ticks, "yes"))
        assert self.page.status_code == 302, self.page.text
        return self.page.headers["Location"]


class Client:
    """An OAuth 2 client with PKCE, as gcloud is one."""

    def __init__(self, root, client_id=CLIENT, redirect_uri=REDIRECT):
        self.root, self.client_id, self.redirect_uri = root, client_id, redirect_uri
        self.verifier, self.state = secrets.token_urlsafe(48), secrets.token_urlsafe(8)

    def url(self, **changes):
        digest = hashlib.sha256(self.verifier.encode()).digest()
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid https://www.googleapis.com/auth/cloud-platform",
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "access_type": "offline",
            **changes,
        }
        query = urlencode({name: value for name, value in parameters.items() if value is not None})
        return f"{self.root}/o/oauth2/auth?{query}"

    def code(self, location):
        """The code that the browser brings."""
        assert location.startswith(self.redirect_uri), location
        query = parse_qs(urlsplit(location).query)
        assert query["state"] == [self.state]
        return query["code"][0]

    def post(self, path="/token", **data):
        return requests.post(self.root + path, data=data, timeout=60)

    def exchange(self, given, **changes):
        return self.post(
            **{
                "grant_type": "authorization_code",
                "code": given,
                "redirect_uri": self.redirect_uri,
                "client_id": self.client_id,
                "code_verifier": self.verifier,
                **changes,
            }
        )

    def refresh(self, token, **changes):
        return self.post(
            **{
                "grant_type": "refresh_token",
                "refresh_token": token,
                "client_id": self.client_id,
                **changes,
            }
        )


class Iam:
    """IAM v1 as one user in one project."""

    def __init__(self, root, token, project="demo"):
        self.base = f"{root}/v1/projects/{project}/serviceAccounts"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, verb, path="", **more):
        answer = self.session.request(verb, self.base + path, timeout=60, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, verb, path="", **more):
        answer = self.session.request(verb, self.base + path, timeout=60, **more)
        return answer.status_code, answer.json()["error"]["message"]

    @contextlib.contextmanager
    def account(self):
        """An account for a while."""
        body = {"accountId": a_name("robot"), "serviceAccount": {"displayName": "A robot"}}
        made = self("POST", json=body)
        yield made
        self.session.delete(f"{self.base}/{made['email']}", timeout=60)

    def key(self, email):
        """A new key's file."""
        return json.loads(base64.b64decode(self("POST", f"/{email}/keys")["privateKeyData"]))


def zones(root, token, project="demo"):
    """The answer of the cheapest call there is."""
    return requests.get(
        f"{root}/compute/v1/projects/{project}/zones/us-central1-a",
        headers={"Authorization": f"Bearer {token}".encode("latin-1")},
        timeout=60,
    )
