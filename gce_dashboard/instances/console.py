"""The remote console: the one thing that GCE's contract has no method for, so Nova is asked."""

from __future__ import annotations

import logging
import re

from django.http import HttpRequest, JsonResponse
from django.views import View
from novaclient import exceptions as nova_exceptions
from openstack_dashboard.api._nova import novaclient

from gce_dashboard import api
from gce_dashboard.framework import resources
from gce_dashboard.i18n import gettext as _

LOG = logging.getLogger(__name__)
# kinds of console whose address opens in a browser (novaclient's names)
KINDS = ("novnc", "spice-html5", "webmks")
MICROVERSION = "2.8"  # the oldest that knows all of them
NOT_IMPLEMENTED = 501
GCE_ID = "gce:id"  # metadata of a server


class Console(View):
    """Answers a POST with the address of a console of the instance."""

    def post(self, request: HttpRequest, scope: str, name: str) -> JsonResponse:
        try:
            instance = api.from_request(request).get(f"{scope}/instances/{name}")
            servers = novaclient(request, MICROVERSION).servers
            url = console_url(servers, server_id(servers, name, instance["id"]))
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        except nova_exceptions.ClientException:
            LOG.info("Nova refused a console", exc_info=True)
            url = ""
        if not url:
            message = _("This cloud offers no console for the instance.")
            return JsonResponse({"error": {"message": message}})
        return JsonResponse({"url": url})


def server_id(servers, name: str, numeric_id: str) -> str:
    """The Nova id of the server whose GCE id is ``numeric_id``, "" if there is none."""
    for search in ({"name": f"^{re.escape(name)}$"}, {}):
        for server in servers.list(search_opts=search, limit=-1):
            # one that was made through GCE has its number from before there was a server
            if numeric_id == server.metadata.get(GCE_ID, resources.numeric_id(server.id)):
                return server.id
    return ""


def console_url(servers, server: str) -> str:
    """The address of the first kind of console that the cloud offers, "" if none."""
    if not server:
        return ""
    for kind in KINDS:
        try:
            answer = servers.get_console_url(server, kind)
        except (nova_exceptions.BadRequest, nova_exceptions.NotFound, nova_exceptions.Conflict):
            continue
        except nova_exceptions.ClientException as refused:
            if refused.code != NOT_IMPLEMENTED:
                raise
            continue
        url = answer.get("remote_console", {}).get("url")
        if url:
            return url
    return ""
