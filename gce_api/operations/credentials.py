"""The caller's token and catalogue, kept with an operation, encrypted, until it is done."""

from __future__ import annotations

import dataclasses
import json

from keystoneauth1 import access
from keystoneauth1.identity.access import AccessInfoPlugin
from oslo_config import cfg

from gce_api import errors
from gce_api.auth.keystone import Caller, Project
from gce_api.sealing import Sealer, Unreadable

_PURPOSE = "operation"


class Vault:
    """Seals and opens callers."""

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self._sealer = Sealer(conf)

    def seal(self, caller: Caller) -> bytes:
        """Encrypt what is needed to act for ``caller`` later."""
        state = AccessInfoPlugin(caller.access).get_auth_state()
        content = {"project": dataclasses.asdict(caller.project), "auth": json.loads(state or "")}
        return self._sealer.seal(_PURPOSE, content)

    def open(self, sealed: bytes) -> Caller:
        """The caller again.

        :raises errors.Unauthorized: sealed with a key that this process does not have.
        """
        try:
            content = self._sealer.open(_PURPOSE, sealed)
        except Unreadable as error:
            raise errors.Unauthorized(
                "The credentials of this operation cannot be read: the endpoint's key has changed."
            ) from error
        auth = content["auth"]
        return Caller(
            Project(**content["project"]),
            access.AccessInfoV3(auth["body"], auth_token=auth["auth_token"]),
        )
