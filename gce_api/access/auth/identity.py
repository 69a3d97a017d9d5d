"""Keystone, as far as the endpoint itself asks it: tokens and application credentials."""

from __future__ import annotations

import datetime
from typing import Any, cast

from keystoneauth1 import access, loading, session
from keystoneauth1 import exceptions as ks
from keystoneauth1.access import AccessInfoV3
from keystoneauth1.identity.base import BaseIdentityPlugin
from oslo_config import cfg

from gce_api.database.outage import Outage
from gce_api.google import errors
from gce_api.openstack import sessions
from gce_api.openstack.caller import Credential

UNREACHABLE = (ks.ConnectionError, ks.HttpServerError)
OUTAGE = Outage(
    "[keystone] auth_url: Keystone cannot be reached. Until it can, requests get 503: %s",
    "Keystone can be reached again",
)


class Identity:
    """Calls of Keystone; safe for use by several threads.

    Every method raises :class:`errors.Unauthorized` where Keystone does not accept the
    credentials, :class:`errors.Forbidden` where they are not for this, :class:`errors.Invalid`
    where it takes the request for wrong, and :class:`errors.Unavailable` where it does not answer.
    """

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self.auth_url = _versioned(conf.keystone.auth_url)
        self._session: session.Session = sessions.load(conf, "keystone")
        self._service = loading.load_auth_from_conf_options(conf, "keystone")

    def ping(self) -> None:
        """Ask Keystone for its version.

        :raises errors.Unavailable: besides, where what answers is not Keystone.
        """
        answer = self._call(None, "GET", "", timeout=5)
        try:
            version = str(answer.json()["version"]["id"])
        except (ValueError, LookupError, TypeError):
            version = ""
        if not version.startswith("v3"):
            raise errors.Unavailable("[keystone] auth_url: what answers there is no Keystone.")

    def log_in_oneself(self) -> AccessInfoV3 | None:
        """Make sure that the endpoint's own user can log in, where the settings name one.

        :returns: their token, as Keystone describes it
        :raises errors.Unavailable: they cannot.
        """
        try:
            if not isinstance(self._service, BaseIdentityPlugin):
                return None
            return cast(AccessInfoV3, self._service.get_access(self._session))
        except ks.ClientException as error:
            if isinstance(error, UNREACHABLE):
                OUTAGE.begins(error)
            raise errors.Unavailable(f"[keystone] username, password: {error}") from error

    def check(self, token: str) -> AccessInfoV3:
        """What a token is."""
        response = self._call(token, "GET", "/auth/tokens", headers={"X-Subject-Token": token})
        _refuse_limited(response.json()["token"])
        return _read(body=response.json(), auth_token=token)

    def is_valid(self, token: str) -> bool:
        """Whether Keystone still accepts a token."""
        try:
            self._call(token, "HEAD", "/auth/tokens", headers={"X-Subject-Token": token})
        except errors.Unauthorized:
            return False
        return True

    def projects(self, token: str) -> list[dict[str, Any]]:
        """The rows of the projects in which the token's user has a role."""
        rows: list[dict[str, Any]] = self._call(token, "GET", "/auth/projects").json()["projects"]
        return rows

    def every_project(self, token: str) -> list[dict[str, Any]]:
        """The rows of all projects, for those whom Keystone's policy tells them."""
        rows: list[dict[str, Any]] = self._call(token, "GET", "/projects").json()["projects"]
        return rows

    def rescope(self, token: str, project: str) -> AccessInfoV3:
        """A token for another project (Keystone UUID), made from a token."""
        return self._authenticate(
            {"methods": ["token"], "token": {"id": token}}, {"project": {"id": project}}
        )

    def log_in(self, user: str, password: str, domain: str) -> AccessInfoV3:
        """An unscoped token of a user, by the names of user and domain."""
        who = {"name": user, "domain": {"name": domain}, "password": password}
        return self._authenticate(
            {"methods": ["password"], "password": {"user": who}}, {"unscoped": {}}
        )

    def with_credential(self, credential: Credential) -> AccessInfoV3:
        """A token of an application credential, for its project."""
        given = {"id": credential.id, "secret": credential.secret}
        return self._authenticate(
            {"methods": ["application_credential"], "application_credential": given}
        )

    def create_credential(
        self,
        user: AccessInfoV3,
        name: str,
        description: str,
        expires: datetime.datetime | None = None,
        unrestricted: bool = False,
    ) -> Credential:
        """A new application credential of the token's user, in the token's project.

        :param unrestricted: it may make others itself.
        """
        wanted: dict[str, Any] = {
            "name": name,
            "description": description,
            "unrestricted": unrestricted,
        }
        if expires:
            wanted["expires_at"] = expires.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        made = self._call(
            user.auth_token,
            "POST",
            f"/users/{user.user_id}/application_credentials",
            json={"application_credential": wanted},
        ).json()["application_credential"]
        return Credential(made["id"], made["secret"])

    def delete_credential(self, user_id: str, credential: str, token: str | None = None) -> bool:
        """Delete an application credential of a user; whether it is gone now.

        With the token where one is given, else as the service's own user, who may do so only if
        it is an administrator.
        """
        try:
            token = token or self._session.get_token(self._service)
            path = f"/users/{user_id}/application_credentials/{credential}"
            response = self._call(token, "DELETE", path, raise_exc=False)
        except (errors.GceError, ks.ClientException):
            return False
        return response.status_code in (204, 404)

    def _authenticate(self, identity: dict[str, Any], scope: Any = None) -> AccessInfoV3:
        body: dict[str, Any] = {"auth": {"identity": identity}}
        if scope:
            body["auth"]["scope"] = scope
        response = self._call(None, "POST", "/auth/tokens", json=body)
        _refuse_limited(response.json()["token"])
        return _read(resp=response)

    def _call(self, token: str | None, verb: str, path: str, **request: Any) -> Any:
        headers = request.pop("headers", {})
        if token:
            headers["X-Auth-Token"] = token
        try:
            answer = self._session.request(
                self.auth_url + path,
                verb,
                authenticated=False,
                endpoint_filter={"service_type": "identity"},
                headers=headers,
                log=False,  # the headers hold tokens
                **request,
            )
        except (ks.Unauthorized, ks.NotFound) as error:
            raise errors.Unauthorized(
                "Request had invalid authentication credentials. Expected a Keystone token, "
                "an OAuth 2 access token or a JWT signed by a service account key."
            ) from error
        except ks.Forbidden as error:
            raise errors.Forbidden("These credentials cannot be used for this project.") from error
        except ks.HTTPClientError as error:
            raise errors.Invalid(str(error.message)) from error
        except ks.ClientException as error:
            OUTAGE.begins(error)
            raise errors.Unavailable("The identity service cannot be reached.") from error
        OUTAGE.ends()
        return answer


def _versioned(auth_url: str) -> str:
    """The URL of Keystone's API, which operators give with or without its version."""
    root = auth_url.rstrip("/")
    return root if root.endswith("/v3") else f"{root}/v3"


def _read(**answer: Any) -> AccessInfoV3:
    found = access.create(**answer)
    if not isinstance(found, AccessInfoV3):
        raise errors.Unavailable("The identity service speaks another version of its API than 3.")
    return found


def _refuse_limited(token: dict[str, Any]) -> None:
    """Refuse an application credential with access rules (Keystone's limit to some requests).

    OpenStack's services check the rules against what they are asked, but not in a request that
    carries a service token, as those of operations do: the rules would be of no effect here.

    :raises errors.Forbidden: the token has such rules.
    """
    if token.get("application_credential", {}).get("access_rules") is not None:
        raise errors.Forbidden("An application credential with access rules cannot be used here.")
