#!/usr/bin/env python3
"""Measures each crate: sizes of files and functions, documentation, examples.

    python3 .ci/metrics.py            # a Markdown table
    python3 .ci/metrics.py --check    # exit status 1 if a limit below is exceeded

Test code does not count. A file's size is its lines with code on them; a function's size is its lines
from `fn` to the closing brace. The share of documentation is that of `///` and `//!` among all lines.
"""

import argparse
import re
import sys
from pathlib import Path

from import_graph import CLOSING, TOKEN, edges_of, packages
from rustdoc_json import libraries, public_api

FUNCTION_P50, FUNCTION_P90, FUNCTION_MAX = 6, 18, 60
WITH_EXAMPLE = 0.60

HEADS = (
    "crate",
    "files",
    "code lines p50/p90",
    "function lines p50/p90/max",
    "docs",
    "public functions",
    "own example",
    "or on the type",
    "`# Errors`",
)

FENCE = re.compile(r"^\s*```([^\n`]*)\n.*?^\s*```", re.M | re.S)
RUNS = {"", "rust", "no_run", "should_panic"}


class Source:
    """The sizes of one file."""

    def __init__(self, file):
        text = file.read_text()
        self.words, line = [], 1
        for match in TOKEN.finditer(text):
            if match.lastgroup != "skip":
                self.words.append((match.group(), line))
            line += match.group().count("\n")
        self.drop_tests()
        self.code = len({line for _, line in self.words})
        self.functions = list(self.function_sizes())
        lines = text.splitlines()
        self.lines = len(lines)
        self.docs = sum(line.lstrip().startswith(("///", "//!")) for line in lines)

    def behind(self, i):
        """The index behind the item at `i`: behind its `;`, or the bracket that closes its body."""
        depth = 0
        while i < len(self.words):
            text = self.words[i][0]
            depth += (text in CLOSING) - (text in CLOSING.values())
            i += 1
            if depth < 0 or depth == 0 and text in (";", "}"):
                break
        return i

    def drop_tests(self):
        kept, i = [], 0
        while i < len(self.words):
            attribute = "".join(text for text, _ in self.words[i : i + 6])
            if re.match(r"#\[cfg\((test\)|all\(test\b)", attribute):
                while self.words[i][0] != "]":
                    i += 1
                i = self.behind(i + 1)
            else:
                kept.append(self.words[i])
                i += 1
        self.words = kept

    def function_sizes(self):
        for i, (text, line) in enumerate(self.words[:-1]):
            if text == "fn" and re.match(r"[a-z_]", self.words[i + 1][0]):
                end = self.behind(i) - 1
                if self.words[end][0] == "}":
                    yield self.words[end][1] - line + 1


class Api:
    """The public functions of one library, and what their documentation has."""

    def __init__(self, found):
        self.index = found["index"]
        self.functions = {}  # id -> (item, documentation of its type)
        self.visited = set()
        self.module(found["root"])
        self.own_examples = sum(has_example(item["docs"]) for item, _ in self.functions.values())
        self.examples = sum(any(map(has_example, (item["docs"], owner))) for item, owner in self.functions.values())
        fallible = [item for item, _ in self.functions.values() if returns_result(item)]
        self.fallible = len(fallible)
        self.errors = sum("# Errors" in (item["docs"] or "") for item in fallible)

    def item(self, number):
        return self.index.get(str(number))

    def module(self, number):
        item = self.item(number)
        if item is None or number in self.visited:
            return
        self.visited.add(number)
        (kind, inner), = item["inner"].items()
        if kind == "module":
            for child in inner["items"]:
                self.module(child)
        elif kind == "use" and inner["id"] is not None:
            self.module(inner["id"])
        elif kind == "function":
            self.functions[number] = (item, None)
        elif kind == "trait":
            self.methods(inner["items"], item)
        elif kind in ("struct", "enum", "union"):
            for child in inner["impls"]:
                found = self.item(child)
                if found and found["inner"]["impl"]["trait"] is None:
                    self.methods(found["inner"]["impl"]["items"], item)

    def methods(self, numbers, owner):
        for number in numbers:
            item = self.item(number)
            if item and "function" in item["inner"]:
                self.functions[number] = (item, owner["docs"])


def has_example(docs):
    fences = FENCE.findall(docs or "")
    return any(set(re.split(r"[,\s]+", fence.strip())) <= RUNS for fence in fences)


def returns_result(item):
    output = item["inner"]["function"]["sig"]["output"]
    return bool(output) and output.get("resolved_path", {}).get("path", "").split("::")[-1] == "Result"


def percentile(sizes, share):
    ordered = sorted(sizes)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0


def percent(part, whole):
    return f"{100 * part / whole:.0f} %" if whole else "–"


def row(name, sources, apis):
    code = [source.code for source in sources]
    functions = [size for source in sources for size in source.functions]
    public = sum(len(api.functions) for api in apis)
    return (
        name,
        len(sources),
        f"{percentile(code, 0.5)}/{percentile(code, 0.9)}",
        f"{percentile(functions, 0.5)}/{percentile(functions, 0.9)}/{max(functions, default=0)}",
        percent(sum(source.docs for source in sources), sum(source.lines for source in sources)),
        public or "–",
        percent(sum(api.own_examples for api in apis), public),
        percent(sum(api.examples for api in apis), public),
        f"{sum(api.errors for api in apis)} of {sum(api.fallible for api in apis)}" if public else "–",
    )


def faults(sources, apis):
    functions = [size for source in sources.values() for size in source.functions]
    for share, limit in ((0.5, FUNCTION_P50), (0.9, FUNCTION_P90), (1.0, FUNCTION_MAX)):
        if (size := percentile(functions, share)) > limit:
            yield f"functions have {size} lines at {share:.0%}; the limit is {limit}"
    for file, source in sources.items():
        if max(source.functions, default=0) > FUNCTION_MAX:
            yield f"{file}: a function of {max(source.functions)} lines; the limit is {FUNCTION_MAX}"
    public = sum(len(api.functions) for api in apis)
    examples = sum(api.examples for api in apis)
    if examples < WITH_EXAMPLE * public:
        yield f"{percent(examples, public)} of public functions have an example; the limit is {WITH_EXAMPLE:.0%}"
    for file in [*Path(".").glob("**/*.rs"), *Path(".").glob("**/*.md")]:
        if "target" not in file.parts and re.search(r"^[\s/!]*```(\w+,)*ignore\b", file.read_text(), re.M):
            yield f"{file}: an example that is ignored"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="fail if a limit is exceeded")
    options = arguments.parse_args()

    apis = {package["name"]: Api(public_api(package)) for package in libraries()}
    published, rows = {}, [HEADS, ["---"] + ["--:"] * (len(HEADS) - 1)]
    for package in packages([]):
        sources = {file: Source(file) for file in sorted(edges_of(package))}
        name = package["name"]
        rows.append(row(name, sources.values(), [apis[name]] if name in apis else []))
        if package["publish"] != []:
            published |= sources
    rows.append(row("**published crates**", published.values(), apis.values()))
    for cells in rows:
        print("| " + " | ".join(map(str, cells)) + " |")

    if options.check and (found := list(faults(published, apis.values()))):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
