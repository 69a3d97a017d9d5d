"""Actions on resources: each a small object that knows its name, its words and its request."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import wording
from gce_dashboard.framework.field import Field
from gce_dashboard.framework.forms import FormDeclaration, Section
from gce_dashboard.framework.gcloud import Command
from gce_dashboard.framework.offer import Option
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
Send = Callable[[Client, str, Json], Json]


def always(item: Json) -> bool:
    return True


def nothing(client: Client, item: Json) -> Json:
    return {}


@dataclasses.dataclass(frozen=True)
class Secret:
    """What an action has made and nobody can see again: shown at once, to copy and to download."""

    title: str
    text: str
    file: str
    content: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    """Something to do with the selected resources, one request for each.

    :ivar name: GCE's method, such as ``stop``
    :ivar question: the dialog's title, as (singular, plural) with ``%(count)s`` and ``%(name)s``
    :ivar consequence: what will happen, in a sentence or two
    :ivar applies: whether a resource is in a state that allows it
    :ivar needs: which resources those are, told where none of the chosen is one
    :ivar remark: what it means for this resource in particular, told beside its name
    :ivar told: the same where that takes a look at others, such as what lies in a network; asked
        when the question is put for one resource
    :ivar fields: what to ask; an action with fields takes one resource at a time
    :ivar several: its fields are asked once for all that are selected, whatever each is like
    :ivar initial: values to begin with, beside those that the fields find in the resource
    :ivar offers: what can be chosen for this resource in particular, by the fields' offers
    :ivar button: the words of its button in a card, where they are not the dialog's
    :ivar agree: the words with which the dialog does it, where they are not the label
    :ivar send: makes the request for one path with the form's cleaned values, returns the
        Operation, or ``{"secret": Secret}``; by default it POSTs what the fields say to
        ``<path>/<name>``
    :ivar command: gcloud's verb for it, such as ``stop``; "" where it has none
    :ivar spelled: gcloud's commands where they are others, given the resource's path and the
        form's values; none where no command does that. Without either, :mod:`.gcloud` knows them by
        the request that is sent.
    :ivar permission: Google's; ``compute.<collection>.<name>`` by default
    :ivar alongside: whether it can be done while an operation is at work on the resource
    :ivar confirm_name: whether the user has to type what is going to be lost
    :ivar targetless: makes something, and is done without a resource
    """

    name: str
    label: str
    icon: str
    question: tuple[str, str]
    consequence: str = ""
    send: Send | None = None
    applies: Callable[[Json], bool] = always
    needs: str = ""
    remark: Callable[[Json], str] | None = None
    told: Callable[[Client, Json], Iterable[str]] | None = None
    danger: bool = False
    fields: tuple[Field, ...] = ()
    several: bool = False
    check: Callable[[Json], Any] | None = None
    initial: Callable[[Client, Json], Json] = nothing
    offers: Mapping[str, Callable[[Client, Json], list[Option]]] = dataclasses.field(
        default_factory=dict
    )
    button: str = ""
    agree: str = ""
    command: str = ""
    spelled: Callable[[str, Json], Sequence[Command]] | None = None
    permission: str = ""
    alongside: bool = False
    confirm_name: bool = False
    targetless: bool = False

    @property
    def declaration(self) -> FormDeclaration:
        """The form that asks."""
        return FormDeclaration((Section("", self.fields),), self.check)

    def does(self, client: Client, path: str, values: Json) -> Json:
        """Do it to one resource.

        :returns: the Operation
        """
        if self.send:
            return self.send(client, path, values)
        body = self.declaration.body(values) if self.fields else None
        return client.post(f"{path}/{self.name}", body)

    def is_open(self, item: Json) -> bool:
        """Whether the resource's state, and what is under way there, let it be done."""
        return self.applies(item) and not self.held_up_by(item)

    def held_up_by(self, item: Json) -> str:
        """The operation that is in the way, in words; "" where none is."""
        operation = item.get("_operation")
        if self.alongside or not operation:
            return ""
        return _("%s: wait until that is done.") % wording.sentences(operation)[0]

    def permission_in(self, collection: str) -> str:
        return self.permission or f"compute.{collection}.{self.name}"

    @property
    def button_text(self) -> str:
        return str(self.button or self.label)

    @property
    def button_title(self) -> str:
        """What a card's button says to those who do not see the card."""
        title = str(self.question[0])
        return self.button_text if "%" in title else title

    def as_json(self) -> Json:
        """What the page's JavaScript needs to know."""
        return {
            "name": self.name,
            "label": str(self.label),
            "agree": str(self.agree or self.label),
            "titles": [str(each) for each in self.question],
            "consequence": str(self.consequence),
            "needs": str(self.needs),
            "danger": self.danger,
            "form": bool(self.fields),
            "several": self.several,
            "looks": bool(self.told),
            "confirmName": self.confirm_name,
            "targetless": self.targetless,
        }


def method(name: str, **words: Any) -> Action:
    """An action that is one of GCE's POST methods without a body, such as ``stop``."""
    return Action(name=name, **{"command": name, **words})


def delete(question: tuple[str, str], consequence: str, **more: Any) -> Action:
    """The action that deletes; it says what uses the resource."""
    words: Json = {
        "label": gettext_lazy("Delete"),
        "icon": "delete",
        "remark": used_by,
        "send": lambda client, path, values: client.delete(path),
        **more,
    }
    return Action(
        name="delete",
        question=question,
        consequence=consequence,
        danger=True,
        command="delete",
        **words,
    )


def edit(name: str, title: str, *fields: Field, **more: Any) -> Action:
    """An action that shows a form with what is there, and saves it."""
    words: Json = {
        "label": gettext_lazy("Save"),
        "button": gettext_lazy("Edit"),
        "icon": "edit",
        **more,
    }
    return Action(name=name, question=(title, title), fields=fields, **words)


def used_by(item: Json) -> str:
    """``In use by web-1``, "" where nothing uses it."""
    users = ", ".join(sorted(last(each) for each in item.get("users", [])))
    return _("In use by %s") % users if users else ""


@dataclasses.dataclass(frozen=True)
class Link:
    """A button that leads to another page, such as the one that creates.

    :ivar collection: whose page it is, where that is not the page's own
    :ivar opens: on a resource's page: what the other is opened with, given the resource's path
    """

    label: str
    page: str = "create"
    icon: str = "add"
    collection: str = ""
    opens: Callable[[str], Json] | None = None

    def permission_in(self, collection: str) -> str:
        """What the other page needs, on a page about a collection; "" where it only shows."""
        return f"compute.{self.collection or collection}.create" if self.page == "create" else ""


def similar() -> Link:
    """From a resource's page to the one that creates another like it."""
    return Link(gettext_lazy("Create similar"), icon="copy", opens=lambda path: {"like": path})
