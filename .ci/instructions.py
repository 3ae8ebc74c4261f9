#!/usr/bin/env python3
"""Counts the instructions of one request on each of thirteen paths, and compares them with a baseline.

    python3 .ci/instructions.py            # exit status 1 if a path needs 3 % more than the baseline
    python3 .ci/instructions.py --update   # writes the counts into the baseline

Instructions depend on the compiler, on the libc and on the vector instructions of the machine. With
others than those of the baseline the counts are only printed.

A count is that of callgrind (valgrind) for the second 2,000 of 4,000 requests, so that the start of the
program is not in it, less that of making and dropping the same requests. The counts of six runs
differed by three instructions at most (hash maps have another seed in each run). On a busy machine the
cache tidies up once more in some runs, which is up to 40 instructions of a request.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BASELINE = Path("bench/instructions.json")
PROGRAM = str(Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release/examples/profile")
BUILD = ["cargo", "build", "--quiet", "--profile", "bench", "--package", "frontdesk-bench", "--example", "profile"]
# Without these, glibc merges free memory now and then, depending on where the start of the program left
# it: the counts of a form differed by 6 %.
ALLOCATOR = {"GLIBC_TUNABLES": "glibc.malloc.mxfast=0:glibc.malloc.tcache_count=2000"}
# By how much a path may exceed the baseline.
MARGIN = 0.03
REQUESTS = 2000
# Names of cases in bench/src/case.rs.
PATHS = [
    "get, static path",
    "get, one parameter",
    "get, three parameters",
    "get, state",
    "get, json",
    "get, cached",
    "get, cached for a time",
    "head",
    "miss",
    "route with a form of 3",
    "form of 3, by button",
    "form of 3, by script",
    "form of 20, by button",
]


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def machine():
    """Returns all that the counts depend on, apart from our own code."""
    flags = set(re.findall(r"\w+", Path("/proc/cpuinfo").read_text())) if Path("/proc/cpuinfo").exists() else set()
    return {
        "toolchain": output("rustc", "--version"),
        "target": re.search(r"^host: (.*)$", output("rustc", "-vV"), re.M)[1],
        "libc": " ".join(platform.libc_ver()),
        # The widest that valgrind passes on.
        "vectors": next((name for name in ["avx2", "avx"] if name in flags), "none"),
    }


def collected(report):
    """Returns the number of instructions in callgrind's report."""
    found = re.search(r"Collected : (\d+)", report)
    if not found:
        sys.exit(f"valgrind reported no count:\n{report}")
    return int(found[1])


def count(side, path, requests):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", PROGRAM, side, path, str(requests)]
    run = subprocess.run(command, capture_output=True, text=True, env=os.environ | ALLOCATOR)
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{run.stdout}{run.stderr}")
    return collected(run.stderr)


def per_request(pool, path):
    """Starts the runs of a path, and returns a function that waits for its count."""
    runs = {
        (side, requests): pool.submit(count, side, path, requests)
        for side in ["frontdesk", "none"]
        for requests in [REQUESTS, 2 * REQUESTS]
    }

    def wait():
        counts = {run: future.result() for run, future in runs.items()}
        sides = [counts[side, 2 * REQUESTS] - counts[side, REQUESTS] for side in ["frontdesk", "none"]]
        return round((sides[0] - sides[1]) / REQUESTS)

    return wait


def measured():
    """Returns {path: instructions of one request}."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = {path: per_request(pool, path) for path in PATHS}
        return {path: wait() for path, wait in waiting.items()}


def regressions(before, after):
    """Returns a line for each path of the baseline that needs more than the margin allows."""
    faults = []
    for path, least in before.items():
        if path not in after:
            faults.append(f"{path}: in the baseline, but not measured")
        elif after[path] > least * (1 + MARGIN):
            faults.append(f"{path}: from {least:,} to {after[path]:,} instructions (+{after[path] / least - 1:.1%})")
    return faults + [f"{path}: not in the baseline" for path in after if path not in before]


def print_table(before, after):
    print(f"{'instructions of one request':32}{'baseline':>10}{'here':>10}{'change':>10}")
    for path, instructions in after.items():
        least = before.get(path)
        change = f"{instructions / least - 1:+.1%}" if least else ""
        print(f"{path:32}{least or '-':>10}{instructions:>10}{change:>10}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--update", action="store_true", help="write the counts into the baseline")
    options = arguments.parse_args()

    subprocess.run(BUILD, check=True)
    here, after = machine(), measured()
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {"machine": here, "instructions": {}}
    before = baseline["instructions"]
    if options.update:
        BASELINE.write_text(json.dumps({"machine": here, "instructions": after}, indent=2) + "\n")
    print_table(before, after)
    if options.update:
        print(f"These are the baseline now ({BASELINE}).")
    elif baseline["machine"] != here:
        print(f"Not compared: the baseline is of {baseline['machine']}, this is {here}.")
    elif faults := regressions(before, after):
        faults.append("If that is intended, run `python3 .ci/instructions.py --update` and say why in the commit.")
        sys.exit("\n".join(faults))
    elif any(after[path] < least * (1 - MARGIN) for path, least in before.items()):
        print("Some paths need fewer instructions. Run with --update, so that they are guarded at that.")


if __name__ == "__main__":
    main()
