#!/usr/bin/env python3
"""Finds words that this project avoids: code, comments, messages and documents are plain, standard English.

    python3 .ci/words.py              # exit status 1 if a word is found that EXCEPTIONS does not cover
    python3 .ci/words.py --count      # how often each, and in which folders
    python3 .ci/words.py actions      # in these files and folders only

Identifiers count as well: `KeptAnswer` and `kept_answer` are read as "kept answer". A phrase is found
across the lines of a comment.
"""

import argparse
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

# A pattern, and what to write instead. In a pattern, a space stands for any white space.
WORDS = [
    (r"answer(s|ed|ing)?", "response, respond"),
    (r"kept", "cached, stored"),
    (r"keepers?", "a name of what it stores or caches"),
    (r"mend(s|ed|ing)?", "help, fix"),
    (r"rescue[sd]?", "salvage"),
    (r"digests?", "fingerprint, content hash, name hash, log id"),
    (r"whoever|somebody", "client, caller, the code that"),
    (r"(?<![\w,] )who (?!can fix)", "client, caller, the code that"),
    (r"says|said|told", "sends, contains, has the value, is set"),
    (r"(?<!there )(is|are|was|were) no (?!longer|more|less|fewer|such|different|match)", "is not a valid …"),
    (r"none (when|where)", "returns `None` if …"),
    (r"ways? back|(goes|going|went) back|go back to the page", "redirects back, return URL"),
    (r"what (was|is|were|came|comes|had been) (typed|sent|left|shown|kept|back)|what (came|comes)(?= [^f])", "submitted values, old input, repopulate"),
    (r"(is|are|was|were) lost|what goes", "drop, discard, lose (with a subject)"),
    (r"as it came|as they came|asked again|said again", "a full sentence with the usual verb"),
]

# A file's name (or the beginning of its path), a text in the line, and why it may stay.
EXCEPTIONS = [
    (".ci/words.py", "", "the list itself"),
    ("CONTRIBUTING.md", "", "shows bad style beside good"),
    ("", "could not be kept", "a message that people read"),
    ("", r"sha2::|Digest(,|;| as|::| \})", "the trait of the crate sha2"),
    ("", r"\b(RFC \d+|[Ss]tandard|specification|README|WHATWG|HTML|[Dd]ocs|[Dd]ocumentation|message|log) says", "a text does say"),
    ("", r"Content-Digest|Repr-Digest", "header names"),
    ("", "not-all-kept|NOT_ALL_KEPT", "a stable code"),
    ("", "Sha256::digest", "a function of the crate sha2"),
    ("", "Who is calling\?|who are you\?", "a question"),
    ("LICENSE", "", "a legal text"),
]

FILES = {".html", ".md", ".rs", ".stderr", ".toml", ".yml", ".sh", ".js", ".css", ".sql", ""}
LEADER = re.compile(r"^\s*(///|//!|//|#(?=\s)|\*|>)?[ \t]*")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def compiled(words):
    return [(re.compile(rf"\b(?:{pattern.replace(' ', chr(92) + 's')})\b", re.I), instead) for pattern, instead in words]


def readable(line):
    """A line without the marks of a comment, its identifiers taken apart."""
    return CAMEL.sub(" ", LEADER.sub("", line)).replace("_", " ").replace("`", "")


def is_exception(file, line):
    return any(file.startswith(name) and re.search(text, line) for name, text, _ in EXCEPTIONS)


def findings(file, words):
    lines = Path(file).read_text().splitlines()
    texts = [readable(line) for line in lines]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    whole, number = "\n".join(texts), 0
    for pattern, instead in words:
        number = 0
        for match in pattern.finditer(whole):
            while number + 1 < len(starts) and starts[number + 1] <= match.start():
                number += 1
            if not is_exception(file, lines[number]):
                yield number + 1, " ".join(match.group().split()), instead, pattern.pattern


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--count", action="store_true", help="print counts only")
    arguments.add_argument("paths", nargs="*", help="files and folders; the whole tree by default")
    options = arguments.parse_args()

    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *options.paths]
    files = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    words, found, folders = compiled(WORDS), Counter(), Counter()
    for file in files:
        if Path(file).suffix in FILES and Path(file).is_file():
            for line, text, instead, _ in sorted(findings(file, words)):
                found[text.lower()] += 1
                folders[file.split("/")[0]] += 1
                if not options.count:
                    print(f"{file}:{line}: “{text}”: write {instead}")
    if options.count:
        for counts in (found, folders):
            print("\n".join(f"{number:6} {name}" for name, number in counts.most_common()), end="\n\n")
    if found:
        sys.exit(f"{found.total()} words to replace; CONTRIBUTING.md has the reasons")


if __name__ == "__main__":
    main()
