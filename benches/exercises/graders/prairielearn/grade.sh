#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The entrypoint of PrairieLearn's container: grades /grade/student/NAME.c for the exercise that tests/exercise names, into
# /grade/results/results.json. Where nobody can be graded that says "gradable": false, which is no attempt.
set -u

cd /grade || exit 2
exercise=$(cat tests/exercise)
mkdir -p results
racelab grade "student/$exercise.c" --exercise "$exercise" --rubric tests/rubric.ini --reference tests/reference.c \
	--format prairielearn --output results/results.json
status=$?
if [ $status -gt 1 ] && [ ! -e results/results.json ]; then
	printf '{"gradable": false, "format_errors": ["%s"]}\n' \
		"$exercise.c could not be graded here; the course's staff sees why in the job's output" >results/results.json
fi
