"""Every operation of an OpenAPI document, and calls of it with the examples."""

# Parameters that go together in one request for a list.
TOGETHER = ("limit", "fields", "sort", "facets")


def operations(document):
    """Yields (operation id, path, tag, whether 200 has a schema of JSON, calls).

    A call is the values of its parameters by place ("path", "query") and name: those
    that are required and, in a second call, those that go together.
    """
    for path, item in sorted(document["paths"].items()):
        operation = item["get"]
        parameters = operation.get("parameters", [])
        required = {"path": {}, "query": {}}
        further = {}
        for p in parameters:
            if p.get("required"):
                required[p["in"]][p["name"]] = p["example"]
            elif p["name"] in TOGETHER and "example" in p:
                further[p["name"]] = p["example"]
        calls = [required]
        if further:
            calls.append({"path": required["path"], "query": {**required["query"], **further}})
        json = "schema" in operation["responses"]["200"]["content"].get("application/json", {})
        yield operation["operationId"], path, operation["tags"][0], json, calls
