"""One module for each service that runs: what it takes to serve it from one process.

Every module has ``run(cloud, service)``, which serves until the process is told to end.
"""

MODULES = {
    "keystone": "devcloud.services.wsgi",
    "placement": "devcloud.services.wsgi",
    "glance": "devcloud.services.wsgi",
    "neutron": "devcloud.services.wsgi",
    "nova": "devcloud.services.nova",
    "cinder": "devcloud.services.cinder",
    "octavia": "devcloud.services.octavia",
    "gnocchi": "devcloud.services.gnocchi",
    "gce": "devcloud.services.gce",
    "horizon": "devcloud.services.horizon",
}
