#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Gradescope runs this once, as root, when it makes the image.
exec /autograder/source/install.sh
