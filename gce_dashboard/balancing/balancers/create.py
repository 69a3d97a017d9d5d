"""The page that creates a load balancer.

GCE has no such resource: the parts are made one after another, and where one is refused those
before it are taken back.
"""

from __future__ import annotations

from gce_dashboard.api import Change
from gce_dashboard.balancing.balancers import spelled
from gce_dashboard.balancing.balancers.form import SECTIONS
from gce_dashboard.balancing.balancers.parts import steps_of
from gce_dashboard.balancing.balancers.resource import BALANCERS
from gce_dashboard.balancing.balancers.steps import make
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.i18n import gettext_lazy as _


class CreateBalancerPage(CreatingPage):
    resource = BALANCERS
    page_title = _("Create a load balancer")
    sections = SECTIONS

    def send(self, values):
        return make(self.client, steps_of(values), str(values["request_id"]))

    # the same by other means: one after another, too

    def requests(self, values):
        return [Change("POST", each.path, each.body) for each in steps_of(values)]

    def command(self, project_id, values):
        return spelled.gcloud(steps_of(values), project_id)

    def terraform(self, project_id, values):
        return spelled.terraform(steps_of(values), project_id)
