#!/usr/bin/env python3
"""Checks which types of other crates stand in the public API of each published library.

    python3 .ci/external_types.py          # exit status 1 if a type is not in ALLOWED
    python3 .ci/external_types.py --list   # what each library uses

A change of such a crate's major version is a breaking change of ours, so additions need a reason.
Hidden items (`__private`, `__desk`) are not public API.
"""

import argparse
import sys
from collections import defaultdict

from rustdoc_json import libraries, public_api

# Crates, or paths in them, by library.
VOCABULARY = ["axum_core", "bytes", "cookie", "http", "http_body", "serde", "serde_core", "tower_layer", "tower_service"]
ALLOWED = {
    # `serde_json::Error` tells why a value could not be serialized.
    "frontdesk-form": [
        "serde",
        "serde_core",
        "serde_json::error",
        # Behind features of the same names.
        "chrono",
        "garde",
        "jiff",
        "time",
    ],
    "frontdesk-router": [*VOCABULARY, "futures_core::stream::Stream", "serde_json::error"],
    "frontdesk-actions": [
        *VOCABULARY,
        "futures_core::stream::Stream",
        "serde_json::error",
        "inventory::Collect",  # actions register themselves
        # Behind features of the same names.
        "askama",
        "garde",
        "maud",
    ],
    # The test kit calls apps of actix-web (features `testing` and `actix`).
    "frontdesk": [*VOCABULARY, "actix_http", "actix_service", "actix_web", "garde"],
    # The adapters speak their framework's types, and nothing else does.
    "frontdesk-axum": [*VOCABULARY, "axum"],
    "frontdesk-actix": [*VOCABULARY, "actix_http", "actix_service", "actix_web"],
}
# The standard library and our own crates.
ALWAYS = ("alloc", "core", "std", "frontdesk")


def is_written_by_us(item):
    """False for implementations that the compiler adds or that come from a blanket implementation."""
    implementation = item["inner"].get("impl")
    return implementation is None or not (implementation["is_synthetic"] or implementation["blanket_impl"])


def mentions(part):
    """Yields the number and the text of every type and trait in a part of an item."""
    if isinstance(part, dict):
        text = part.get("path") or part.get("source")
        if isinstance(text, str) and isinstance(part.get("id"), int):
            yield part["id"], text
        for member in part.values():
            yield from mentions(member)
    elif isinstance(part, list):
        for member in part:
            yield from mentions(member)


def external_types(found):
    """Returns {path of a type or trait of another crate: places that name it}."""
    places = defaultdict(set)
    generated = {
        number
        for item in found["index"].values()
        if not is_written_by_us(item)
        for number in item["inner"]["impl"]["items"]
    }
    modules = [item["inner"]["module"]["items"] for item in found["index"].values() if "module" in item["inner"]]
    public = {number for items in modules for number in items}
    for item in found["index"].values():
        is_hidden = "use" in item["inner"] and item["id"] not in public
        if item["crate_id"] != 0 or item["id"] in generated or is_hidden or not is_written_by_us(item):
            continue
        for number, text in mentions(item["inner"]):
            known = found["paths"].get(str(number))
            if known is None:
                # A re-export of an item that rustdoc knows nothing more about.
                path, is_external = text, "use" in item["inner"] and not text.startswith(("crate", "self", "super"))
            else:
                path, is_external = "::".join(known["path"]), known["crate_id"] != 0
            if is_external:
                span = item["span"] or {"filename": "?", "begin": [0]}
                places[path].add(f"{span['filename']}:{span['begin'][0]}")
    return places


def is_ours(path):
    return path.split("::")[0].split("_")[0] in ALWAYS


def is_allowed(path, allowed):
    return is_ours(path) or any(path == entry or path.startswith(f"{entry}::") for entry in allowed)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--list", action="store_true", help="print every type of another crate")
    options = arguments.parse_args()

    faults = []
    for package in libraries():
        allowed = ALLOWED.get(package["name"], ())
        places = external_types(public_api(package))
        if options.list:
            print(package["name"])
            for path in sorted(places):
                if not is_ours(path):
                    print(f"  {path}: {len(places[path])}")
        for path in sorted(places):
            if not is_allowed(path, allowed):
                faults.append(f"{package['name']}: {path} is not in the allow list: {', '.join(sorted(places[path])[:3])}")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
