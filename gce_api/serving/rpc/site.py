"""What every page may use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cachetools import TTLCache
from werkzeug.wrappers import Request, Response

from gce_api.families.shared.call import Services
from gce_api.google.links import root_of


@dataclass(frozen=True)
class Site:
    """The services, and the application's own way to answer a request.

    ``respond`` takes a WSGI environment; ``memory`` keeps what is dear to find out for 5 seconds.
    """

    services: Services
    respond: Callable[[dict[str, Any]], Response]
    memory: TTLCache[str, Any] = field(default_factory=lambda: TTLCache(10, 5))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def root(self, request: Request) -> str:
        """The root URL that the client is given; ends with /."""
        return root_of(self.services.conf, request)
