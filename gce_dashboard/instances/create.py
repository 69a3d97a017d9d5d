"""The page that creates an instance."""

from django.urls import reverse_lazy

from gce_dashboard.framework import offers
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import body, gcloud
from gce_dashboard.instances.forms import InstanceForm


class CreateInstancePage(CreatingPage):
    template_name = "gce_dashboard/instances/create.html"
    page_title = _("Create an instance")
    parent = (_("VM instances"), reverse_lazy("horizon:project:gce_instances:index"))
    form_class = InstanceForm

    def offers(self):
        return offers.gather(self.client)

    def path(self, values):
        return f"zones/{values.get('zone', '')}/instances"

    def body(self, values):
        return body.instance(values)

    def command(self, project, values):
        return gcloud.create(project, values)
