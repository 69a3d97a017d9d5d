"""IAM v1, as far as service accounts and their keys: for ``gcloud iam service-accounts``.

https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import orjson
from werkzeug.wrappers import Request

from gce_api.access.iam import accounts
from gce_api.access.iam.accounts import Account
from gce_api.database.models import ServiceAccountKey
from gce_api.families.shared.call import Services
from gce_api.google import errors
from gce_api.lists import paging
from gce_api.openstack.caller import Caller
from gce_api.serving.dispatch import bearer
from gce_api.serving.rpc.projects import page_size
from gce_api.serving.rpc.site import Site, json_object

Json = dict[str, Any]

ANY_PROJECT = "-"
KEY_FILE = "TYPE_GOOGLE_CREDENTIALS_FILE"


def list_accounts(site: Site, request: Request, project: str) -> Json:
    """``GET /v1/projects/P/serviceAccounts``."""
    caller = _caller(site, request, project, "iam.serviceAccounts.list")
    found = accounts.of_project(site.services.database, caller.project)
    page = paging.requested(
        {
            "pageToken": request.args.get("pageToken"),
            "maxResults": page_size(request.args.get("pageSize")),
        },
        "v1/serviceAccounts",
    )
    rows, token = paging.of_rows(page, (_shown(caller, account) for account in found))
    return {"accounts": rows} | ({"nextPageToken": token} if token else {})


def create_account(site: Site, request: Request, project: str) -> Json:
    """``POST /v1/projects/P/serviceAccounts``."""
    caller = _caller(site, request, project, "iam.serviceAccounts.create")
    body = json_object(request)
    about = body.get("serviceAccount")
    about = about if isinstance(about, dict) else {}
    made = accounts.create(
        site.services.database,
        caller.project,
        body.get("accountId"),
        str(about.get("displayName") or ""),
        str(about.get("description") or ""),
    )
    return _shown(caller, made)


def get_account(site: Site, request: Request, project: str, account: str) -> Json:
    """``GET /v1/projects/P/serviceAccounts/A``; the project may be ``-``."""
    return _shown(*_find(site, request, project, account, "iam.serviceAccounts.get"))


def delete_account(site: Site, request: Request, project: str, account: str) -> Json:
    """``DELETE /v1/projects/P/serviceAccounts/A``: its keys end with it."""
    caller, found = _find(site, request, project, account, "iam.serviceAccounts.delete")
    for key in accounts.remove(site.services.database, caller.project, found):
        site.services.oauth.keys.tidy(caller, key)
    return {}


def list_keys(site: Site, request: Request, project: str, account: str) -> Json:
    """``GET .../keys``; keys whose application credential is gone are shown as disabled."""
    caller, found = _find(site, request, project, account, "iam.serviceAccountKeys.list")
    wanted = request.args.getlist("keyTypes")
    if wanted and "USER_MANAGED" not in wanted:
        return {}
    keys = site.services.oauth.keys
    rows = keys.of_account(found)
    shown = zip(rows, keys.work(rows), strict=True)
    return {"keys": [_key(caller, found, row, works) for row, works in shown]} if rows else {}


def create_key(site: Site, request: Request, project: str, account: str) -> Json:
    """``POST .../keys``: Google's key file, with this server's token_uri, base64."""
    caller, found = _find(site, request, project, account, "iam.serviceAccountKeys.create")
    body = json_object(request)
    if body.get("privateKeyType", KEY_FILE) not in (KEY_FILE, "TYPE_UNSPECIFIED"):
        raise errors.Unsupported("Keys are made as JSON files only.")
    if body.get("keyAlgorithm") not in (None, "KEY_ALG_UNSPECIFIED", "KEY_ALG_RSA_2048"):
        raise errors.Unsupported("Keys are made as RSA keys of 2048 bits only.")
    made = site.services.oauth.keys.create(caller, found)
    root = site.root(request)
    file = {
        "type": "service_account",
        "project_id": caller.project.id,
        "private_key_id": made.row.id,
        "private_key": made.private_key,
        "client_email": found.email,
        "client_id": found.number,
        "auth_uri": root + "o/oauth2/auth",
        "token_uri": root + "token",
        "universe_domain": str(site.services.conf.api.universe_domain),
    }
    data = base64.b64encode(orjson.dumps(file, option=orjson.OPT_INDENT_2)).decode()
    shown = _key(caller, found, made.row, works=True)
    return shown | {"privateKeyType": KEY_FILE, "privateKeyData": data}


def get_key(site: Site, request: Request, project: str, account: str, key: str) -> Json:
    """``GET .../keys/K``; ``publicKeyType=TYPE_RAW_PUBLIC_KEY`` adds the public half."""
    caller, found = _find(site, request, project, account, "iam.serviceAccountKeys.get")
    row = _find_key(site.services, found, key)
    shown = _key(caller, found, row, site.services.oauth.keys.works(row))
    if request.args.get("publicKeyType") == "TYPE_RAW_PUBLIC_KEY":
        shown["publicKeyData"] = base64.b64encode(row.public_key.encode()).decode()
    return shown


def delete_key(site: Site, request: Request, project: str, account: str, key: str) -> Json:
    """``DELETE .../keys/K``: nobody gets in with it any more."""
    caller, found = _find(site, request, project, account, "iam.serviceAccountKeys.delete")
    site.services.oauth.keys.end(caller, _find_key(site.services, found, key))
    return {}


def _caller(site: Site, request: Request, project: str, action: str) -> Caller:
    caller = site.services.authenticator.caller(bearer(request), project)
    site.services.policy.check(action, caller, f"projects/{caller.project.id}")
    return caller


def _find(
    site: Site, request: Request, project: str, account: str, action: str
) -> tuple[Caller, Account]:
    """The caller in the account's project, and the account.

    :raises errors.NotFound: there is no such account, as far as the caller may know.
    """
    if project != ANY_PROJECT:
        caller = _caller(site, request, project, action)
        return caller, accounts.find(site.services.database, caller.project, account)
    for own in site.services.authenticator.projects(bearer(request)):
        try:
            found = accounts.find(site.services.database, own, account)
        except errors.NotFound:
            continue
        return _caller(site, request, own.uuid, action), found
    raise errors.NotFound(f"Unknown service account: {account}")


def _find_key(services: Services, account: Account, key_id: str) -> ServiceAccountKey:
    row = services.oauth.keys.find(key_id)
    if row is None or row.account != account.number:
        raise errors.NotFound(f"Service account key {key_id} does not exist.")
    return row


def _shown(caller: Caller, account: Account) -> Json:
    project = caller.project.id
    texts = {"displayName": account.display_name, "description": account.description}
    return {
        "name": f"projects/{project}/serviceAccounts/{account.email}",
        "projectId": project,
        "uniqueId": account.number,
        "email": account.email,
        **{name: text for name, text in texts.items() if text},
        "etag": base64.b64encode(account.number.encode()).decode(),
        "oauth2ClientId": account.number,
    }


def _key(caller: Caller, account: Account, row: ServiceAccountKey, works: bool) -> Json:
    shown = {
        "name": f"projects/{caller.project.id}/serviceAccounts/{account.email}/keys/{row.id}",
        "keyAlgorithm": "KEY_ALG_RSA_2048",
        "keyOrigin": "GOOGLE_PROVIDED",
        "keyType": "USER_MANAGED",
        "validAfterTime": _time(row.created),
        "validBeforeTime": "9999-12-31T23:59:59Z",
    }
    return shown if works else shown | {"disabled": True}


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
