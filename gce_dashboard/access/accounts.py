"""Service accounts and their keys: made, shown once, revoked."""

from __future__ import annotations

import base64
import functools
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.framework import columns, fields, render, terms
from gce_dashboard.framework.actions import Action, Secret
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.gcloud import Command
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offer import Nothing, Option
from gce_dashboard.framework.panel import other_panel
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
ACCOUNTS = Resource(
    collection="serviceAccounts",
    title=_("Service account"),
    plural=_("Service accounts"),
    icon="key",
    scopes=(),
    slug="gce_service_accounts",
    gcloud="iam service-accounts",
)
DEFAULT = "developer.gserviceaccount.com"  # of the account that is always there
NEVER = "9999"  # the year in which a key ends that does not
NO_KEY = _("This account has no key.")
SHORT = 12  # letters of a key's id in the name of its file


def email(account: Json) -> SafeString:
    return render.link(ACCOUNTS.page("detail", name=account["uniqueId"]), account["email"])


def create(client: Client, path: str, values: Json) -> Json:
    client.post("serviceAccounts", CREATE.declaration.body(values))
    return {}


def create_key(client: Client, path: str, values: Json) -> Json:
    """Google's key file, of which nobody but the user has the private half."""
    key = client.post(f"{path}/keys", {})
    if not key:
        return {}  # only noted
    number = last(key["name"])
    secret = Secret(
        str(_("Private key %s") % number),
        str(_("It is shown now and never again. Who has it can do what you can in this project.")),
        f"{key['name'].split('/')[1]}-{number[:SHORT]}.json",
        base64.b64decode(key["privateKeyData"]).decode(),
    )
    return {"secret": secret}


def keys(client: Client, path: str) -> list[Json]:
    return client.get(f"{path}/keys").get("keys", [])


def revocable(client: Client, account: Json) -> list[Option]:
    """:raises Nothing: there is no key"""
    found = keys(client, f"serviceAccounts/{account['uniqueId']}")
    if not found:
        raise Nothing(NO_KEY)
    return [{"value": last(key["name"]), "text": last(key["name"])} for key in found]


def command(verb: str, name: str, *flags: str) -> list[Command]:
    return [Command(f"iam service-accounts {verb}", name, flags)]


def creating(path: str, values: Json) -> list[Command]:
    said = {"display-name": values.get("shown"), "description": values.get("description")}
    flags = (f"--{flag}={text}" for flag, text in said.items() if text)
    return command("create", values["account"], *flags)


CREATE: Action = Action(
    name="create",
    label=_("Create service account"),
    icon="add",
    question=(_("Create a service account"),) * 2,
    consequence=_(
        "A name for keys, with which programs sign in. A key acts as the user who made it."
    ),
    targetless=True,
    fields=(
        fields.text(
            "account",
            _("Service account ID"),
            required=True,
            most=30,
            path="accountId",
            help=_("6 to 30 lower-case letters, digits and hyphens."),
        ),
        fields.text("shown", _("Name"), most=100, path="serviceAccount.displayName"),
        fields.text("description", _("Description"), most=256, path="serviceAccount.description"),
    ),
    send=create,
    spelled=creating,
    permission="iam.serviceAccounts.create",
)
DELETE = Action(
    name="delete",
    label=_("Delete"),
    icon="delete",
    question=(_("Delete the service account %(name)s?"), _("Delete %(count)s service accounts?")),
    consequence=_("Its keys end with it: programs that sign in with them are refused at once."),
    send=lambda client, path, values: client.delete(path),
    spelled=lambda path, values: command("delete", last(path)),
    applies=lambda account: not account["email"].endswith(DEFAULT),
    needs=_("The default service account is always there."),
    danger=True,
    confirm_name=True,
    permission="iam.serviceAccounts.delete",
)
CREATE_KEY = Action(
    name="createKey",
    label=_("Create key"),
    icon="add",
    question=(_("Create a private key for %(name)s?"),) * 2,
    consequence=_(
        "A JSON file as Google's clients read it. It acts as you, in this project, until it is"
        " revoked."
    ),
    send=create_key,
    spelled=lambda path, values: command("keys create", "key.json", f"--iam-account={last(path)}"),
    permission="iam.serviceAccountKeys.create",
)
REVOKE = Action(
    name="revokeKey",
    label=_("Revoke"),
    button=_("Revoke key"),
    icon="close",
    question=(_("Revoke a key of %(name)s"),) * 2,
    consequence=_("Programs that sign in with it are refused at once. This cannot be undone."),
    fields=(fields.choice("key", _("Key"), offer="keys"),),
    offers={"keys": revocable},
    applies=lambda account: account.get("_keys") != [],
    needs=NO_KEY,
    send=lambda client, path, values: client.delete(f"{path}/keys/{values['key']}"),
    spelled=lambda path, values: command(
        "keys delete", values["key"], f"--iam-account={last(path)}"
    ),
    danger=True,
    permission="iam.serviceAccountKeys.delete",
)


def key_status(key: Json) -> SafeString:
    if key.get("disabled"):
        return render.status("off", _("Disabled"))
    return render.status("ok", _("Active"))


def key_end(key: Json) -> SafeString:
    end = key.get("validBeforeTime", NEVER)
    return render.text(_("Never")) if end.startswith(NEVER) else render.moment(end)


class OfIam:
    """A page that asks IAM, of which there are no operations."""

    request: HttpRequest

    @functools.cached_property
    def client(self) -> api.Iam:
        return api.iam_from_request(self.request)

    def working(self) -> list[Json]:
        return []


class AccountsPage(OfIam, ResourcePage):
    resource = ACCOUNTS
    short = True
    columns = (
        Column("email", _("Email"), email, text=lambda account: account["email"]),
        Column("shown", _("Name"), lambda each: render.text(each.get("displayName"))),
        Column("description", _("Description"), lambda each: render.text(each.get("description"))),
        Column("id", _("Unique ID"), lambda each: render.mono(each["uniqueId"])),
    )
    actions = (CREATE, DELETE)
    empty = Empty(_("No service accounts"), _("A service account is a name for keys."))

    def fetch_all(self, filter: str) -> api.Page:
        """All of them: IAM has no filter for them."""
        if filter:
            raise terms.Unreadable(_("Service accounts are found by words, and by column."))
        return api.Page([{**each, "name": each["email"]} for each in self.client.accounts()])

    def key(self, item: Json) -> str:
        return f"serviceAccounts/{item['uniqueId']}"


KEYS = Table(
    title=_("Keys"),
    actions=("createKey", "revokeKey"),
    fetch=keys,
    columns=(
        Column("id", _("Key ID"), lambda key: render.mono(last(key["name"]))),
        Column("status", _("Status"), key_status),
        columns.moment("validAfterTime", _("Created")),
        Column("end", _("Ends"), key_end),
    ),
    empty=_("This account has no key: nobody can sign in with it."),
)


class AccountPage(OfIam, DetailPage):
    resource = ACCOUNTS
    missing = _("There is no such service account")
    actions = (DELETE, CREATE_KEY, REVOKE)
    has_operations = False
    tabs = (
        Tab(
            "keys",
            _("Keys"),
            (
                Facts(
                    title=_("Service account"),
                    wide=True,
                    columns=(columns.copied("email", _("Email")), *AccountsPage.columns[1:]),
                ),
                KEYS,
            ),
        ),
    )

    def look(self) -> Json | api.GceError:
        """The account with its keys, without which there is none to revoke."""
        account = super().look()
        if isinstance(account, dict):
            account["_keys"] = self.fetched.get(id(KEYS))
        return account

    def title_of(self, item: Json) -> str:
        return item["email"]


Panel = other_panel(ACCOUNTS, AccountsPage, detail=AccountPage)
