"""The endpoint's own log-in pages, by which gcloud and other clients get in."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.api.access.way_in import Client


@contextlib.contextmanager
def listener():
    """What gcloud opens on the user's machine: the address, and the paths that come."""
    paths = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"You may close this window.")

        def log_message(self, *_):
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/", paths
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_user_logs_in_and_decides_by_keyboard_on_a_small_screen(browser, devcloud, scheme):
    profile = browser.new_context(viewport={"width": 420, "height": 800}, color_scheme=scheme)
    with listener() as (address, paths), contextlib.closing(profile):
        client = Client(devcloud.url("gce"), redirect_uri=address)
        page = profile.new_page()
        complaints = []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.goto(client.url())
        expect(page.get_by_label("User name")).to_be_focused()
        assert Axe().run(page)["violations"] == []
        page.keyboard.type("demo")
        page.keyboard.press("Tab")
        page.keyboard.type("demo")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading")).to_have_text("gcloud wants to use this cloud as you")
        assert Axe().run(page)["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 420
        expect(page.get_by_label("demo-staging")).to_be_checked()
        page.get_by_label("demo-staging").uncheck()
        page.get_by_role("button", name="Allow").press("Enter")
        page.wait_for_url(address + "**")
        tokens = client.exchange(client.code(address + paths[0].lstrip("/"))).json()
        assert client.post("/revoke", token=tokens["refresh_token"]).status_code == 200
        assert [text for text in complaints if "favicon" not in text] == []
