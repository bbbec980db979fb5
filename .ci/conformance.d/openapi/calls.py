"""Writes the calls of every operation: as JSON for Go, or as TypeScript.

usage: calls.py json|typescript openapi.json
"""

import json
import sys

from operations import operations

TYPESCRIPT = """\
import createClient from "openapi-fetch";
import type { paths } from "./openapi.js";

const client = createClient<paths>({
  baseUrl: process.argv[2],
  querySerializer: { array: { style: "form", explode: false } },
});

async function called(name: string, json: boolean, answer: Promise<{ data?: unknown; error?: unknown; response: Response }>) {
  const { data, error, response } = await answer;
  if (response.status !== 200 || error !== undefined || (json && typeof data !== "object")) {
    throw new Error(`${name}: ${response.status} ${JSON.stringify(error)}`);
  }
}

"""


def typescript(document):
    print(TYPESCRIPT)
    count = 0
    for name, path, _, is_json, calls in operations(document):
        for call in calls:
            options = {"params": {place: values for place, values in call.items() if values}}
            if not is_json:
                options["parseAs"] = "text"
            print(f"await called({json.dumps(name)}, {json.dumps(is_json)}, client.GET({json.dumps(path)}, {json.dumps(options, ensure_ascii=False)}));")
            count += 1
    print(f"console.log({json.dumps(f'openapi-typescript: {count} calls')});")


def main():
    kind, file = sys.argv[1:]
    with open(file, encoding="utf-8") as f:
        document = json.load(f)
    if kind == "typescript":
        typescript(document)
        return
    json.dump([{"id": name, "path": path, "json": is_json, "calls": calls} for name, path, _, is_json, calls in operations(document)], sys.stdout)


main()
