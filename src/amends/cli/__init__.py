"""The command `amends`."""


def main() -> int:
    return 0
