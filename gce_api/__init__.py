"""Google's compute v1 REST API served from any OpenStack."""

import warnings

__version__ = "0.1.0"

# TaskFlow tries to import eventlet, which nothing here uses; where it is installed it complains
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
