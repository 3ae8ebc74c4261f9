#!/usr/bin/env python3
"""Prints which functions the instructions of one request are spent in, as Markdown.

    python3 .ci/callgrind.py > FILE      # a static route, an action, a cached hit: the first functions by instructions

As in `instructions.py`, the start of the program is not in the figures: they are those of the second 2,000 of 4,000
requests, less those of making and dropping the same requests. `self` is the function alone, `all` what it calls too.
Functions that the compiler has inlined are in their caller.
"""

import os
import re
import subprocess
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from instructions import ALLOCATOR, BUILD, PROGRAM, REQUESTS

PATHS = ["get, static path", "form of 3, by script", "get, cached"]
ROWS = 25


def name(text, names):
    """Returns the name behind a number: callgrind writes it only once."""
    number, full = re.match(r"\((\d+)\)(?: (.*))?$", text).groups()
    if full:
        names[number] = full
    return names[number]


def counted(path):
    """Returns the instructions of each function alone, and with what it calls."""
    names, alone, calls = {}, Counter(), Counter()
    function, is_call = None, False
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            key, _, value = line.rstrip("\n").partition("=")
            if key == "fn":
                function = name(value, names)
            elif key == "cfn":
                name(value, names)
            elif key == "calls":
                is_call = True
            elif line[0].isdigit() or line[0] in "+-*":
                (calls if is_call else alone)[function] += int(line.split()[1])
                is_call = False
    return alone, alone + calls


def run(side, path, requests):
    with tempfile.NamedTemporaryFile() as file:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={file.name}"]
        command += [PROGRAM, side, path, str(requests)]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | ALLOCATOR)
        return counted(file.name)


def plain(function):
    """Returns the name of a function without hashes, and with what its types have in `<>` left out."""
    function = re.sub(r"::h[0-9a-f]{16}|'\d+$", "", function)
    while (shorter := re.sub(r"(?<=\w)(::)?<[^<>]*>", "", function)) != function:
        function = shorter
    return function.replace("|", "\\|")


def per_request(runs):
    """Returns both counts of one request, without the start of the program and without making the request."""
    both = [Counter(), Counter()]
    for (side, times), future in runs.items():
        is_added = (side == "frontdesk") == (times == 2)
        for total, count in zip(both, future.result()):
            for function, instructions in count.items():
                total[function] += (instructions if is_added else -instructions) / REQUESTS
    return both


def table(path, alone, whole):
    total = sum(alone.values())
    lines = [f"## {path}: {total:,.0f} instructions", "", "| self | | all | function |", "|--:|--:|--:|---|"]
    for function, count in alone.most_common(ROWS):
        lines.append(f"| {count:,.0f} | {count / total:.1%} | {whole[function]:,.0f} | `{plain(function)}` |")
    return "\n".join(lines) + "\n"


def main():
    subprocess.run(BUILD, check=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {
            path: {
                (side, times): pool.submit(run, side, path, times * REQUESTS)
                for side in ["frontdesk", "none"]
                for times in [1, 2]
            }
            for path in PATHS
        }
        for path, waiting in runs.items():
            print(table(path, *per_request(waiting)))


if __name__ == "__main__":
    main()
