#!/usr/bin/env python3
"""Prints the published crates, one a line.

    python3 .ci/workspace.py              # crates
    python3 .ci/workspace.py --features   # each crate with each of its features: "frontdesk-router moka"
"""

import sys

from import_graph import packages

for package in packages([]):
    if package["publish"] != []:
        features = sorted(set(package["features"]) - {"default"}) if "--features" in sys.argv else [""]
        for feature in features:
            print(package["name"], feature)
