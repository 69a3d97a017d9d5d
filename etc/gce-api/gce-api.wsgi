"""The GCE endpoint for mod_wsgi: /opt/gce-api/gce-api.wsgi"""

from gce_api.wsgi import make_application

application = make_application(["/etc/gce-api/gce-api.conf"])
