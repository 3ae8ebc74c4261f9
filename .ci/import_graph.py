#!/usr/bin/env python3
"""Finds import circles between the files of each crate.

An edge goes from a file that uses an item to the file that defines it. Re-exports are followed to the
definition. `mod` lines, re-exports themselves and test code (`#[cfg(test)]`, targets of tests and benches) do not count.

    python3 .ci/import_graph.py                  # every crate of the workspace
    python3 .ci/import_graph.py actions router   # these crate folders
    python3 .ci/import_graph.py --why actions    # with the items behind every edge of a circle
    python3 .ci/import_graph.py --check          # exit status 1 if a circle is not in ALLOWED
"""

import argparse
import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

# Circles that may stay: package, file names, reason.
ALLOWED = [
    ("frontdesk-form", {"deserializer.rs", "access.rs", "variant.rs"}, "serde's traits are mutually recursive, as in serde_json"),
]

TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<string>[bc]?r(?P<hashes>\#*)".*?"(?P=hashes)|[bc]?"(?:\\.|[^"\\])*")
    |(?P<char>b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^\\'])'|'[A-Za-z_]\w*)
    |(?P<word>(?:r\#)?[A-Za-z_]\w*)
    |(?P<number>\d[\w]*)
    |(?P<mark>::|.)""",
    re.X | re.S,
)
DEFINES = {"fn", "struct", "enum", "union", "trait", "type", "const", "static"}
CLOSING = {"(": ")", "[": "]", "{": "}"}


class Module:
    def __init__(self, file, folder, parent=None):
        self.file, self.folder, self.parent = file, folder, parent
        self.names = defaultdict(list)  # name -> [Module | Path of the defining file | (path,) of an import]
        self.globs = []  # paths of `use …::*`
        self.uses = []  # (path, True if it is re-exported)
        self.mentions = set()  # paths in code, as (segments, True if a macro call)


class Crate:
    """One target of a package: a library, a program, an example or a bench."""

    def __init__(self, name, root_file):
        self.name, self.macros, self.modules = name, {}, []
        self.root = self.load(root_file, root_file.parent, None)

    def load(self, file, folder, parent):
        module = Module(file, folder, parent)
        self.modules.append(module)
        words = [(m.lastgroup, m.group()) for m in TOKEN.finditer(file.read_text()) if m.lastgroup != "skip"]
        Parser(self, words).items(0, len(words), module)
        return module

    def child_file(self, module, name, path):
        if path:
            places = [module.file.parent / path]
        else:
            places = [module.folder / f"{name}.rs", module.folder / name / "mod.rs"]
        return next((place for place in places if place.is_file()), None)

    # Resolution: every definition or module that a path can mean.

    def lookup(self, module, name, seen):
        if (module, name) in seen:
            return
        seen = seen | {(module, name)}
        for meaning in module.names.get(name, ()):
            if isinstance(meaning, tuple):
                yield from self.resolve(module, meaning, seen)
            else:
                yield meaning
        for path in module.globs:
            for target in self.resolve(module, path, seen):
                if isinstance(target, Module):
                    yield from self.lookup(target, name, seen)

    def resolve(self, module, path, seen=frozenset()):
        head, rest = path[0], path[1:]
        if head in ("crate", self.name):
            targets = [self.root]
        elif head == "self":
            targets = [module]
        elif head == "super":
            targets = [module.parent] if module.parent else []
        else:
            targets = self.lookup(module, head, seen)
        for target in targets:
            if isinstance(target, Module) and rest:
                yield from self.resolve(target, rest, seen)
            else:
                yield target

    def edges(self):
        """Returns {file: {file it uses: names of the items}}."""
        edges = defaultdict(lambda: defaultdict(set))
        for module in self.modules:
            edges[module.file]
            wanted = [(path, False) for path, exported in module.uses if not exported] + list(module.mentions)
            for path, is_macro in wanted:
                targets = list(self.resolve(module, path))
                if not targets and is_macro and path[0] in self.macros:
                    targets = [self.macros[path[0]]]  # visible by its place in the text
                for target in targets:
                    if isinstance(target, Path) and target != module.file:
                        edges[module.file][target].add(path[-1])
        return edges


class Parser:
    def __init__(self, crate, words):
        self.crate, self.words = crate, words

    def text(self, i):
        return self.words[i][1] if 0 <= i < len(self.words) else ""

    def past(self, i):
        """The index behind the bracket that opens at `i`."""
        opening, depth = self.text(i), 0
        while i < len(self.words):
            kind, text = self.words[i]
            if kind == "mark":
                depth += (text == opening) - (text == CLOSING[opening])
                if depth == 0:
                    return i + 1
            i += 1
        return i

    def past_item(self, i, end):
        while i < end:
            text = self.text(i)
            if text == "{":
                return self.past(i)
            if text == ";" or text == "}":
                return i + (text == ";")
            i = self.past(i) if text in ("(", "[") else i + 1
        return end

    def items(self, i, end, module, depth=0):
        path_attribute = None
        while i < end:
            kind, text = self.words[i]
            if text == "#" and (self.text(i + 1) == "[" or self.text(i + 1) + self.text(i + 2) == "!["):
                start = i + 1 + (self.text(i + 1) == "!")
                i = self.past(start)
                attribute = "".join(t for _, t in self.words[start:i])
                if re.match(r"\[cfg\((all\()?test\b", attribute):
                    i = self.past_item(i, end)
                elif attribute.startswith('[path="'):
                    path_attribute = attribute.split('"')[1]
            elif text == "mod" and kind == "word" and self.words[i + 1][0] == "word":
                i = self.mod(i, module, path_attribute)
                path_attribute = None
            elif text == "use" and kind == "word":
                exported = self.text(i - 1) in ("pub", ")")
                i = self.use(i + 1, (), module, exported) + 1
            elif text == "macro_rules" and self.text(i + 1) == "!":
                module.names[self.text(i + 2)].append(module.file)
                self.crate.macros[self.text(i + 2)] = module.file
                i += 3
            elif text == "{":
                behind = self.past(i)
                is_macro = depth == 0 and self.text(i - 1) == "!"
                self.items(i + 1, behind - 1, module, depth if is_macro else depth + 1)
                i = behind
            elif text in DEFINES and self.text(i - 1) != "*" and self.words[min(i + 1, end - 1)][0] == "word":
                if depth == 0 and self.text(i + 1) not in DEFINES | {"unsafe", "async", "extern", "_"}:
                    module.names[self.text(i + 1)].append(module.file)
                    i += 1
                i += 1
            elif kind == "word":
                i = self.mention(i, module)
            else:
                i += 1

    def mod(self, i, module, path):
        name = self.text(i + 1).removeprefix("r#")
        if self.text(i + 2) == "{":
            behind = self.past(i + 2)
            child = Module(module.file, module.folder / name, module)
            self.crate.modules.append(child)
            self.items(i + 3, behind - 1, child)
        else:
            behind = i + 3
            file = self.crate.child_file(module, name, path)
            if file is None:
                return behind
            folder = file.parent if file.name == "mod.rs" or path else file.with_suffix("")
            child = self.crate.load(file, folder, module)
        module.names[name].append(child)
        return behind

    def use(self, i, prefix, module, exported):
        """Reads one tree of a `use`; returns the index of the `,`, `}` or `;` behind it."""
        path, absolute = prefix, self.text(i) == "::" and not prefix
        i += self.text(i) == "::"
        while True:
            text = self.text(i)
            if text == "{":
                i += 1
                while self.text(i) != "}":
                    i = self.use(i, path, module, exported)
                    i += self.text(i) == ","
                return i + 1
            if text == "*":
                if not absolute:
                    module.globs.append(path or ("crate",))
                return i + 1
            if not (text == "self" and path):
                path = (*path, text.removeprefix("r#"))
            i += 1
            if self.text(i) == "::":
                i += 1
                continue
            name = path[-1]
            if self.text(i) == "as":
                name, i = self.text(i + 1), i + 2
            # `use postcard;` is about another crate; following it here would come back to itself.
            if not absolute and path != (name,):
                module.names[name].append(path)
                module.uses.append((path, exported))
            return i

    def mention(self, i, module):
        foreign = self.text(i - 1) in (".", "::")
        path = [self.text(i)]
        i += 1
        while self.text(i) == "::" and self.words[i + 1][0] == "word":
            path.append(self.text(i + 1))
            i += 2
        is_macro = self.text(i) == "!" and self.text(i + 1) in CLOSING
        # A single lower-case name is a variable or a local function, unless it is called.
        if not foreign and (len(path) > 1 or is_macro or path[0][:1].isupper() or self.text(i) == "("):
            module.mentions.add((tuple(path), is_macro))
        return i


def circles(edges):
    """Returns the strongly connected components with more than one file, largest first (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(file):
        index[file] = low[file] = len(index)
        stack.append(file)
        for used in edges.get(file, ()):
            if used not in index:
                visit(used)
                low[file] = min(low[file], low[used])
            elif used in stack:
                low[file] = min(low[file], index[used])
        if low[file] == index[file]:
            at = stack.index(file)
            found.append(stack[at:])
            del stack[at:]

    for file in list(edges):
        if file not in index:
            visit(file)
    return sorted((sorted(circle) for circle in found if len(circle) > 1), key=len, reverse=True)


def packages(folders):
    command = ["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1"]
    if folders:
        command += ["--manifest-path", str(Path(folders[0], "Cargo.toml"))]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packages"]
    chosen = {Path(folder).resolve() for folder in folders}
    for package in sorted(found, key=lambda package: package["manifest_path"]):
        if not chosen or Path(package["manifest_path"]).parent.resolve() in chosen:
            yield package


def edges_of(package):
    """Returns the edges between the files of a package; its keys are every file except tests."""
    edges = {}
    for target in package["targets"]:
        if not {"test", "bench", "custom-build"} & set(target["kind"]):
            edges.update(Crate(target["name"].replace("-", "_"), Path(target["src_path"])).edges())
    return edges


def reason_for(package, circle):
    names = {file.name for file in circle}
    return next((reason for name, files, reason in ALLOWED if name == package and names == files), None)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="fail if there is a circle that is not allowed")
    arguments.add_argument("--why", action="store_true", help="print the items behind each edge of a circle")
    arguments.add_argument("folders", nargs="*", help="crate folders; all crates of the workspace by default")
    options = arguments.parse_args()

    refused = 0
    for package in packages(options.folders):
        folder = Path(package["manifest_path"]).parent
        edges = edges_of(package)
        found = circles(edges)
        sizes = " + ".join(str(len(circle)) for circle in found) or "none"
        print(f"{package['name']}: {len(edges)} files, circles: {sizes}")
        for circle in found:
            reason = reason_for(package["name"], circle)
            refused += reason is None
            print(f"  circle of {len(circle)}" + (f" (allowed: {reason})" if reason else ""))
            for file in circle:
                print(f"    {file.relative_to(folder)}")
                for used in sorted(set(edges[file]) & set(circle)) if options.why else ():
                    print(f"      -> {used.relative_to(folder)}: {', '.join(sorted(edges[file][used]))}")
    if options.check and refused:
        sys.exit(f"{refused} circle(s) between files; see CONTRIBUTING.md")


if __name__ == "__main__":
    main()
