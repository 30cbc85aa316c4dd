#!/usr/bin/env Rscript
# SPDX-License-Identifier: MIT
#
# What R makes of `racelab show STORE --format csv`, as frame.py says it. Of texts R takes an empty field for "".

frame <- read.csv(commandArgs(TRUE)[1])
for (name in names(frame)) {
	column <- frame[[name]]
	empty <- is.na(column) | column == ""
	if (all(empty))
		cat(name, "empty", sum(empty), "0\n")
	else if (is.numeric(column))
		cat(name, "number", sum(empty), sprintf("%.15g\n", sum(as.numeric(column), na.rm = TRUE)))
	else
		cat(name, "text", sum(empty), sprintf("%d\n", length(unique(column[!empty]))))
}
