# SPDX-License-Identifier: MIT
"""Grades EXERCISE.c for Classroom 50, whose runner calls this in the student's checkout and reads ./result.json.

Where nobody can be graded it ends with 2 and leaves no result: the runner then records the submission as an error, which
has no score.
"""

import os
import pathlib
import shutil
import subprocess
import sys

EXERCISE = "@EXERCISE@"
HERE = pathlib.Path(__file__).resolve().parent
RESULT = pathlib.Path("result.json")


def install():
    """As root, or as a runner's user, who may become root without a password."""
    if shutil.which("racelab"):
        return
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    subprocess.run(become + ["sh", str(HERE / "install.sh")], check=True, stdout=sys.stderr)


def grade():
    RESULT.unlink(missing_ok=True)  # the student's own, if there is one
    return subprocess.run(
        ["racelab", "grade", f"{EXERCISE}.c", "--exercise", EXERCISE, "--rubric", str(HERE / "rubric.ini"),
         "--reference", str(HERE / "reference.c"), "--format", "classroom50", "--output", str(RESULT)],
        check=False).returncode


install()
status = grade()
if status > 1:
    if RESULT.exists():
        print(RESULT.read_text(), file=sys.stderr)
        RESULT.unlink()
    print(f"::error::{EXERCISE} cannot be graded here: see above", file=sys.stderr)
    sys.exit(2)
