# SPDX-License-Identifier: MIT
"""Puts into files, and takes out of them, the lines that scripts/includes found lacking or needless: "FILE add <HEADER>"
and "FILE drop <HEADER>" on standard input. A line goes to its like, sorted into them: <> and "" each are a block. What
is in no block (an own header at the top, what ends a strategy, tables) and all that is there stay in their order."""

import collections
import re
import sys

INCLUDE = re.compile(r'#include\s+([<"][^>"]+[>"])')


def header(line):
    """What a line includes, or None; a table is no header."""
    found = INCLUDE.match(line)
    return found[1] if found and '.def"' not in found[1] else None


def blocks(lines):
    """[first, last + 1] of each run of includes before the code begins."""
    runs, inside = [], False
    for i, line in enumerate(lines):
        if header(line):
            if inside:
                runs[-1][1] = i + 1
            else:
                runs.append([i, i + 1])
            inside = True
        elif re.match(r"\s*$|//|#define|#ifndef RACELAB_\w+_H$|#undef", line):
            inside = False
        else:
            break
    return runs


def opening(lines):
    """Where a file's comment, and a header's guard, are over."""
    i = 0
    while i < len(lines) and re.match(r"\s*$|//|#ifndef RACELAB_\w+_H$|#define RACELAB_\w+_H$", lines[i]):
        i += 1
    while i and not lines[i - 1].strip():
        i -= 1
    return i


def is_own(path, lines, runs):
    """The first block is the header that a .c file or a test is about, apart from the others."""
    first, end = runs[0]
    return path.endswith(".c") and end - first == 1 and header(lines[first])[0] == '"' and \
        not any(line.startswith("#define") for line in lines[:first])


def put(path, lines, new):
    text = "#include " + new
    runs = blocks(lines)
    own = runs and is_own(path, lines, runs)
    like = [run for run in (runs[1:] if own else runs) if header(lines[run[0]])[0] == new[0]]
    if like:
        first, end = like[-1] if new[0] == '"' else like[0]
        at = first + (header(lines[first]) == '"benches/sync/sync.h"' and not path.endswith(".h"))
        while at < end and header(lines[at])[1:-1] < new[1:-1]:
            at += 1
        lines.insert(at, text)
    elif not runs:
        at = opening(lines)
        lines[at:at] = ["", text] if at else [text, ""]
    elif new[0] == "<" and not own and not lines[runs[0][0] - 1].startswith("#define SYNC"):
        lines[runs[0][0]:runs[0][0]] = [text, ""]
    else:
        at = runs[0][1] if new[0] == "<" else runs[-1][1]
        lines[at:at] = ["", text]


def take(lines, old):
    at = next((i for i, line in enumerate(lines) if header(line) == old), None)
    if at is None:
        return
    del lines[at]
    if 0 < at < len(lines) and not lines[at - 1].strip() and not lines[at].strip():
        del lines[at]


def main():
    wanted = collections.defaultdict(list)
    for line in sys.stdin:
        path, verb, what = line.split()[:3]
        if verb in ("add", "drop"):
            wanted[path].append((verb, what))
        else:
            print("includes: mend by hand: " + line.strip(), file=sys.stderr)
    for path, changes in wanted.items():
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        for verb, what in changes:
            put(path, lines, what) if verb == "add" else take(lines, what)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))


main()
