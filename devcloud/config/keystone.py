"""Keystone: Fernet tokens that last a day, no cache server."""

from devcloud.config.ini import Sections, common, database, merge
from devcloud.layout import Cloud, Service

TOKEN_SECONDS = 86400


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    data = cloud.data(service)
    return {
        "keystone.conf": merge(
            common(cloud, service),
            database(cloud, service),
            {
                "DEFAULT": {"public_endpoint": service.url},
                "token": {
                    "provider": "fernet",
                    "expiration": TOKEN_SECONDS,
                    "allow_rescope_scoped_token": True,
                },
                "fernet_tokens": {"key_repository": data / "fernet-keys"},
                "fernet_receipts": {"key_repository": data / "fernet-keys"},
                "credential": {"key_repository": data / "credential-keys"},
                # the cheapest hash there is: passwords of a development cloud are no secrets
                "identity": {"password_hash_rounds": 4},
                "cache": {"enabled": True, "backend": "oslo_cache.dict", "expiration_time": 600},
            },
        )
    }
