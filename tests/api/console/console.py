"""The console of the run's devcloud, asked as its own scripts ask it: forms without a browser."""

from __future__ import annotations

import re
from typing import Any

import requests

Json = dict[str, Any]


class Console:
    """A user who is signed in to Horizon; addresses begin with a slash."""

    def __init__(self, root: str, user: str, password: str):
        self.root = root
        self.session = requests.Session()
        page = self.session.get(f"{root}/auth/login/", timeout=60)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        region = re.search(r'name="region" value="([^"]+)"', page.text)
        assert token
        data = {
            "csrfmiddlewaretoken": token[1],
            "username": user,
            "password": password,
            "region": region[1] if region else "",
        }
        reply = self.session.post(f"{root}/auth/login/", data=data, timeout=60)
        assert "id_password" not in reply.text, "Horizon refuses the user"

    def ask(self, address: str, body: Json | None = None, **query: str) -> Json:
        """What a page's script is told; with a body, what it is told after sending that."""
        headers = {"X-Requested-With": "XMLHttpRequest"}
        token = self.session.cookies.get("csrftoken")
        if token:
            headers |= {"X-CSRFToken": token, "Referer": self.root}
        method = "GET" if body is None else "POST"
        reply = self.session.request(
            method, self.root + address, params=query, json=body, headers=headers, timeout=120
        )
        assert reply.ok, f"{address}: {reply.status_code} {reply.text[:500]}"
        return reply.json()
