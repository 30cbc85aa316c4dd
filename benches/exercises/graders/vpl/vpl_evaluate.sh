#!/bin/bash
# SPDX-License-Identifier: MIT
#
# "Evaluate": the grade as VPL reads it. VPL runs the vpl_execution that this leaves, after it has removed all other files of
# ours: so what that needs goes into a folder under another name. Nothing of a student's is run or included here.
kept=$PWD/.racelab
rm -rf "$kept"
mkdir "$kept"
cp rubric.ini reference.c "$kept"

# The activity's least or highest grade. VPL's file has names of the student's in it, too, so it is not run, but read.
bound() {
	sed -n "s/^export $1=[\"']\{0,1\}\([0-9.]\{1,\}\)[\"']\{0,1\};\{0,1\}\$/\1/p" vpl_environment.sh | tail -n 1
}

cat >vpl_execution <<END
#!/bin/bash
export VPL_GRADEMIN='$(bound VPL_GRADEMIN)' VPL_GRADEMAX='$(bound VPL_GRADEMAX)'
racelab grade @EXERCISE@.c --exercise @EXERCISE@ --rubric '$kept/rubric.ini' --reference '$kept/reference.c' --format vpl
END
chmod +x vpl_execution
