"""The page behind a console's address: what the guest's screen would show.

A cloud has the noVNC proxy for that.  The addresses, and the tokens in them, are Nova's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import parse_qs

from werkzeug import Request, Response

PATH = "/console"
PAGE = """<!doctype html>
<html lang="en">
<title>{name}</title>
<style>body {{ margin: 0; padding: 1em; background: #111; color: #ddd }}</style>
<pre>{screen}</pre>
"""


def beside(api: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Nova's API with the consoles at ``PATH``."""

    def application(environ, start_response):
        if environ["PATH_INFO"] == PATH:
            return _console(environ, start_response)
        return api(environ, start_response)

    return application


@Request.application
def _console(request: Request) -> Response:
    from nova import context, exception, objects

    from devcloud.drivers.nova import screen

    # noVNC takes the token so: ?path=?token=...
    token = parse_qs(request.args.get("path", "").lstrip("?")).get("token", [""])[0]
    admin = context.get_admin_context()
    try:
        server = objects.ConsoleAuthToken.validate(admin, token).instance_uuid
        guest = objects.Instance.get_by_uuid(admin, server)
    except (exception.InvalidToken, exception.InstanceNotFound):
        return Response("This console is not there, or not any more: ask for another.\n", 404)
    page = PAGE.format(name=escape(guest.display_name), screen=escape(screen(guest)))
    return Response(page, mimetype="text/html")
