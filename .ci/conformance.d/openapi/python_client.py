"""Calls every operation with the client that openapi-python-client made.

usage: python_client.py openapi.json URL; the client is the package made_client.
"""

import enum
import importlib
import json
import sys
import typing

from made_client import Client
from openapi_python_client.strings import PythonIdentifier

from operations import operations


def named(name):
    """What the client calls a parameter, operation or tag."""
    return PythonIdentifier(name, prefix="field_")


def classes(hint):
    """The classes that a type hint is made of."""
    inner = typing.get_args(hint)
    return [c for part in inner for c in classes(part)] if inner else [hint]


def typed(value, hint):
    """A value as the client wants it: an enumeration where it has one."""
    if isinstance(value, list):
        return [typed(item, hint) for item in value]
    for c in classes(hint):
        if isinstance(c, type) and issubclass(c, enum.Enum):
            return c(value)
    return value


def main():
    file, url = sys.argv[1:]
    with open(file, encoding="utf-8") as f:
        document = json.load(f)
    client = Client(base_url=url)
    count = 0
    for name, _, tag, is_json, calls in operations(document):
        module = importlib.import_module(f"made_client.api.{named(tag)}.{named(name)}")
        hints = typing.get_type_hints(module.sync_detailed)
        for call in calls:
            given = {}
            for place, values in call.items():
                for n, value in values.items():
                    # A name that its own code has got has the place behind it.
                    n = named(n) if named(n) in hints else named(f"{n}_{place}")
                    given[n] = typed(value, hints[n])
            answer = module.sync_detailed(client=client, **given)
            if answer.status_code != 200 or is_json and answer.parsed is None:
                sys.exit(f"{name} {call}: {answer.status_code} {answer.content[:500]!r}")
            count += 1
    print(f"openapi-python-client: {count} calls")


main()
