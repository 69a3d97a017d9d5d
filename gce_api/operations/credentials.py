"""What is kept with an operation until it is done, encrypted.

That is the caller's token and catalogue, and the arguments of the flow: startup scripts and keys
may be among them.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from keystoneauth1 import access
from keystoneauth1.identity.access import AccessInfoPlugin
from oslo_config import cfg

from gce_api.database.sealing import Sealer, Unreadable
from gce_api.google import errors
from gce_api.openstack.caller import Caller, Project

_CALLER, _ARGUMENTS = "operation", "arguments"


class Vault:
    """Seals and opens callers and arguments."""

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self._sealer = Sealer(conf)

    def seal(self, caller: Caller) -> bytes:
        """Encrypt what is needed to act for ``caller`` later."""
        state = AccessInfoPlugin(caller.access).get_auth_state()
        content = {"project": dataclasses.asdict(caller.project), "auth": json.loads(state or "")}
        return self._sealer.seal(_CALLER, content)

    def open(self, sealed: bytes | None) -> Caller:
        """The caller again.

        :raises errors.Unauthorized: sealed with a key that this process does not have.
        """
        content = self._open(_CALLER, sealed)
        auth = content["auth"]
        return Caller(
            Project(**content["project"]),
            access.AccessInfoV3(auth["body"], auth_token=auth["auth_token"]),
        )

    def seal_arguments(self, arguments: dict[str, Any]) -> bytes:
        """Encrypt plain JSON."""
        return self._sealer.seal(_ARGUMENTS, arguments)

    def open_arguments(self, sealed: bytes | None) -> dict[str, Any]:
        """The arguments again.

        :raises errors.Unauthorized: as :meth:`open`.
        """
        return self._open(_ARGUMENTS, sealed)

    def _open(self, purpose: str, sealed: bytes | None) -> Any:
        try:
            return self._sealer.open(purpose, sealed or b"")
        except Unreadable as error:
            raise errors.Unauthorized(
                "What was kept with this operation cannot be read: the endpoint's key has changed."
            ) from error
