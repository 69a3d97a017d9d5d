"""The command ``devcloud``."""


def main() -> None:
    raise SystemExit("devcloud: not built yet")
