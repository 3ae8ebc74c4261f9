"""The public API of the published library crates, as rustdoc's JSON (needs no nightly compiler)."""

import json
import os
import subprocess
from pathlib import Path

from import_graph import packages

# Apart from the usual `target`: the variable below would rebuild crates whose build script looks at it.
TARGET = Path("target/rustdoc-json")


def libraries():
    """Returns the packages that are published and have a library, except macro crates."""
    return [
        package
        for package in packages([])
        if package["publish"] != [] and any("lib" in target["kind"] for target in package["targets"])
    ]


def public_api(package):
    """Returns rustdoc's JSON of the package with all its features, documented as on docs.rs."""
    command = ["cargo", "rustdoc", "--quiet", "--package", package["name"], "--all-features", "--lib"]
    command += ["--target-dir", str(TARGET), "--", "-Z", "unstable-options", "--output-format", "json", "--cfg", "docsrs"]
    subprocess.run(command, check=True, env=os.environ | {"RUSTC_BOOTSTRAP": "1"})
    name = package["name"].replace("-", "_")
    return json.loads((TARGET / "doc" / f"{name}.json").read_text())
