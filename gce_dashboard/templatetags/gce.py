"""Tags of the console's templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch

from gce_dashboard.framework import project, registry
from gce_dashboard.framework.forms import as_words

register = template.Library()


@register.simple_tag
def console_url(collection: str, page: str) -> str:
    """A page of a collection, in the project of this page; "" where there is none."""
    try:
        return registry.resource(collection).page(page)
    except (KeyError, NoReverseMatch):
        return ""


@register.simple_tag(takes_context=True)
def project_number(context: Context) -> str:
    """What every request of the page carries, so that it acts nowhere else."""
    return project.project_number(context["request"])


@register.simple_tag
def condition(when: Mapping[str, Any]) -> str:
    """When a part of a form shows, for its script."""
    return json.dumps({name: as_words(wanted) for name, wanted in when.items()})
