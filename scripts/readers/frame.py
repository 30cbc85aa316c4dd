#!/usr/bin/python3
# SPDX-License-Identifier: MIT
#
# What pandas makes of `racelab show STORE --format csv` (or ndjson, by the file's name) without a word on types: for
# each column its name, text, number or empty, how many fields are NA, and of numbers the sum, of texts how many differ.
#
# It reads the file as a whole (low_memory=False): in pieces, as it would, `cpus` of many trials of one task are numbers
# in one piece, and texts in the next.

import sys

import pandas

path = sys.argv[1]
frame = pandas.read_json(path, lines=True) if path.endswith(".ndjson") else pandas.read_csv(path, low_memory=False)
for name, column in frame.items():
    empty = column.isna().sum()
    if empty == len(column):
        print(name, "empty", empty, 0)
    elif pandas.api.types.is_numeric_dtype(column):
        print(name, "number", empty, "%.15g" % column.astype(float).sum())
    else:
        print(name, "text", empty, column.nunique())
