#!/bin/bash
# SPDX-License-Identifier: MIT
#
# "Run": the grade as text, for the student to read. VPL runs the vpl_execution that this leaves.
cat >vpl_execution <<'END'
#!/bin/bash
racelab grade @EXERCISE@.c --exercise @EXERCISE@
END
chmod +x vpl_execution
