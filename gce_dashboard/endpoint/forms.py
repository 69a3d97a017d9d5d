"""The pages that add an endpoint to the catalogue and change one."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from horizon import messages

from gce_dashboard.api.client import API
from gce_dashboard.endpoint import commands
from gce_dashboard.endpoint.catalogue import INTERFACES, Catalogue
from gce_dashboard.endpoint.resource import INDEX
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.i18n import gettext_lazy as _


class EndpointForm(forms.Form):
    """Where an endpoint is, for whom, at which address."""

    region = forms.ChoiceField(
        label=_("Region"), help_text=_("The Keystone region whose users find the endpoint.")
    )
    interface = forms.ChoiceField(
        label=_("Interface"),
        choices=[(each, each) for each in INTERFACES],
        help_text=_(
            "Users and this console look for the public one, unless OPENSTACK_ENDPOINT_TYPE says"
            " otherwise."
        ),
    )
    url = forms.CharField(
        label=_("URL"),
        max_length=1024,
        help_text=_("Ends in /compute/v1, as in %s") % commands.EXAMPLE_URL,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, regions: list[str], others: list[dict[str, Any]], **kwargs: Any):
        """:param others: the entries already in the catalogue, but for the one being changed"""
        super().__init__(*args, auto_id="gce-%s", **kwargs)
        self.fields["region"].choices = [(each, each) for each in regions]
        self.others = others

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].rstrip("/")
        problem = _problem_of(url)
        if problem:
            raise forms.ValidationError(problem)
        return url

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        for other in self.others:
            if all(other[key] == values.get(key) for key in ("region", "interface")):
                raise forms.ValidationError(
                    _("%(region)s has a %(interface)s endpoint already: %(url)s") % other
                )
        return values


def _problem_of(url: str) -> str:
    """What is wrong with an endpoint's URL, "" for nothing."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return _("That is not a URL.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return _("It starts with http:// or https:// and a host name.")
    if parts.username is not None or parts.password is not None:
        return _("A password has no place in the catalogue, which every user can read.")
    if parts.query or parts.fragment or any(each.isspace() for each in url):
        return _("It has no spaces, no ? and no #.")
    if "$(" in url or "%(" in url:
        return _("The project is not part of it: the GCE API names it in each request.")
    if not parts.path.endswith(API):
        return _("It ends in %(path)s, as in %(example)s") % {
            "path": API,
            "example": commands.EXAMPLE_URL,
        }
    return ""


class EndpointFormPage(ConsolePage):
    """A form over the catalogue; what Keystone refuses is said above it."""

    template_name = "gce_dashboard/endpoint/form.html"
    parent = (_("GCE endpoint"), reverse_lazy(INDEX))

    @functools.cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.attempt(lambda: self.form(initial=self.initial()))
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.attempt(lambda: self.form(request.POST))
        if form and form.is_valid() and self.attempt(lambda: self.save(form.cleaned_data), False):
            messages.success(request, self.done)
            return HttpResponseRedirect(reverse(INDEX))
        return self.render_to_response(self.get_context_data(form=form))

    def form(self, *args: Any, **kwargs: Any) -> EndpointForm:
        others = self.catalogue.entries(self.services)
        return EndpointForm(
            *args,
            regions=self.catalogue.regions(),
            others=[each for each in others if each["id"] != self.kwargs.get("endpoint")],
            **kwargs,
        )

    @functools.cached_property
    def services(self) -> list[Any]:
        return self.catalogue.services()

    def initial(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "submit": self.submit,
            "commands": self.commands() if kwargs["form"] else [],
        }


class CreatePage(EndpointFormPage):
    page_title = _("Add a GCE endpoint")
    submit = _("Add endpoint")
    done = _("The endpoint is in the catalogue.")

    def save(self, values: dict[str, str]) -> bool:
        self.catalogue.create(**values)
        return True

    def commands(self) -> list[str]:
        endpoint = commands.create_endpoint("{region}", "{interface}", "{url}")
        services = self.attempt(lambda: self.services, [])
        return [endpoint] if services else [commands.create_service(), endpoint]


class EditPage(EndpointFormPage):
    page_title = _("Change a GCE endpoint")
    submit = _("Save")
    done = _("The endpoint has been changed.")

    def initial(self) -> dict[str, Any]:
        return self.catalogue.get(self.kwargs["endpoint"])

    def save(self, values: dict[str, str]) -> bool:
        self.catalogue.update(self.kwargs["endpoint"], **values)
        return True

    def commands(self) -> list[str]:
        return [
            commands.update_endpoint(self.kwargs["endpoint"], "{region}", "{interface}", "{url}")
        ]
