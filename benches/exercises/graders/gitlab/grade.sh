#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Grades ./EXERCISE.c into ./grade.xml, as JUnit has it. Ends with 0 if it has all points, with 1 if not, and with 2 where
# nobody can be graded.
set -u

exercise=@EXERCISE@
rm -f grade.xml
racelab grade "$exercise.c" --exercise "$exercise" --rubric /opt/racelab/rubric.ini \
	--reference /opt/racelab/reference.c --format junit --output grade.xml
status=$?
[ ! -e grade.xml ] || echo 'grade.xml says how it went, stage by stage'
exit "$status"
