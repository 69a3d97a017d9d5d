"""Actions on resources: each a small object that knows its name, its words and its request."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django import forms

from gce_dashboard.api import Client
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def always(item: Json) -> bool:
    return True


class ActionForm(forms.Form):
    """What an action asks before it is done."""

    @classmethod
    def about(cls, client: Client, item: Json) -> ActionForm:
        """The form as it is first shown for a resource."""
        return cls(initial=item)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    """Something to do with the selected resources, one request for each.

    :ivar question: the dialog's title, as (singular, plural) with ``%(count)s`` and ``%(name)s``
    :ivar consequence: what will happen, in a sentence or two
    :ivar applies: whether a resource is in a state that allows it
    :ivar needs: which resources those are, told where none of the chosen is one
    :ivar remark: what it means for this resource in particular, told beside its name
    :ivar send: makes the request for one path with the form's cleaned values, returns the Operation
    :ivar form: what to ask; an action with a form takes one resource at a time
    """

    name: str
    label: str
    icon: str
    question: tuple[str, str]
    consequence: str
    send: Callable[[Client, str, Json], Json]
    applies: Callable[[Json], bool] = always
    needs: str = ""
    remark: Callable[[Json], str] | None = None
    danger: bool = False
    form: type[ActionForm] | None = None

    def as_json(self) -> Json:
        """What the page's JavaScript needs to know."""
        return {
            "name": self.name,
            "label": str(self.label),
            "titles": [str(each) for each in self.question],
            "consequence": str(self.consequence),
            "needs": str(self.needs),
            "danger": self.danger,
            "form": self.form is not None,
        }


def method(name: str, **words: Any) -> Action:
    """An action that is one of GCE's POST methods without a body, such as ``stop``."""

    def send(client: Client, path: str, values: Json) -> Json:
        return client.post(f"{path}/{name}")

    return Action(name=name, send=send, **words)


def delete(question: tuple[str, str], consequence: str, **more: Any) -> Action:
    """The action that deletes."""
    return Action(
        name="delete",
        label=_("Delete"),
        icon="delete",
        question=question,
        consequence=consequence,
        send=lambda client, path, values: client.delete(path),
        danger=True,
        **more,
    )


@dataclasses.dataclass(frozen=True)
class Link:
    """The page's main button: leads to another page, such as the one that creates."""

    label: str
    url_name: str
    icon: str = "add"
