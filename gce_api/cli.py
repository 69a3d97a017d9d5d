"""The command ``gce-api``."""


def main() -> None:
    raise SystemExit("gce-api: not built yet")
