"""Reads citations as one document would have them: BibTeX by pybtex, RIS by rispy."""

import json
import sys

import pybtex
import pybtex.errors
import rispy
from pybtex.database import parse_string

with open(sys.argv[1], encoding="utf-8") as file:
    citations = json.load(file)

pybtex.errors.set_strict_mode(True)
entries = parse_string("\n".join(c["bibtex"] for c in citations), "bibtex").entries
assert list(entries) == [c["csl"]["id"] for c in citations], list(entries)
try:
    parse_string("\n".join([citations[0]["bibtex"]] * 2), "bibtex")
except pybtex.database.BibliographyDataError:
    pass
else:
    sys.exit("a key that is there twice was not noticed")

records = rispy.loads("".join(c["ris"] for c in citations))
assert len(records) == len(citations), records
for record, entry, c in zip(records, entries.values(), citations):
    csl = c["csl"]
    assert record["type_of_reference"] == "DATA", record
    assert (record["id"], record["title"], record["urls"]) == (csl["id"], csl["title"], [csl["URL"]]), record
    assert (record["authors"], record["notes"]) == ([csl["author"][0]["literal"]], [csl["note"]]), record
    assert (entry.fields["url"], entry.fields["year"]) == (c["url"], record["year"]), entry
print(f"{len(citations)} citations read by pybtex {pybtex.__version__} and rispy")
