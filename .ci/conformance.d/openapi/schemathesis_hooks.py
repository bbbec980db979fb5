"""What OpenAPI cannot say of a request, for schemathesis.

Its check positive_data_acceptance demands that every request which fits the document
is accepted. accepts_what_fits demands the same, unless everything that the service
finds wrong depends on several parameters at once, on the clock, or on the data: a
reason that is not listed is a fault of the document.
"""

import re

import schemathesis
from schemathesis.specs.openapi.checks import RejectedPositiveData, positive_data_acceptance

# Of parameters that the document declares.
INEXPRESSIBLE = [
    r"cannot be used (together|with shape=wide)",
    r" mean the same: use only one of them",
    r"^needs (transform=index|a frequency)",  # a parameter that another one needs
    r"^since \(.*\) is after until ",
    r"^a column name is required",  # of a path along relations
    r"^there is no .*, but for example ",  # indicators and areas are data
    r"^this cursor belongs to |^not a cursor",
    r"^must not be in the future",
    r"^there is no (column of the result|column|relation) ",
    r"^the result would have two columns",
    r"^(column|the relation) [\w.]+ is given twice",
    r" applies only to these formats",
    r"^the name of the file says it already",
    r" available in JSON responses only",
    r" cannot represent ",
    r"^JSON returns at most ",
    r"^not a number: write a plain decimal|^too many digits",
    r"^too many relations",  # those on the way to others are counted, too
    # the query of an address that is given as a parameter
    r"^remove as_of and release|^the query string is not UTF-8",
    r"^further errors are not listed",
    r"^\S+: ",  # a condition inside or, whose column decides what its value may be
]


def expressible(error, declared):
    """Whether the document could have said what is wrong.

    Conditions have names of their own, column.operator, which are not declared one by
    one.
    """
    detail = error["detail_en"]
    if error.get("parameter", "") not in declared and ("parameter" in error or detail == "unknown parameter"):
        return False
    return not any(re.search(pattern, detail) for pattern in INEXPRESSIBLE)


@schemathesis.check
def accepts_what_fits(ctx, response, case):
    try:
        return positive_data_acceptance(ctx, response, case)
    except RejectedPositiveData as rejected:
        errors = response.json().get("errors", [])
        declared = {p["name"] for p in case.operation.definition.raw.get("parameters", [])}
        wide = (case.query or {}).get("shape") == "wide"  # it has columns of its own
        wrong = [e for e in errors if expressible(e, declared) and not (wide and e["detail_en"] == "unknown parameter")]
        if errors and not wrong:
            return None
        rejected.message += f"\nNot said in the document: {wrong or 'nothing is named'}"
        raise
