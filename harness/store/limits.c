// SPDX-License-Identifier: MIT

#include "harness/store/limits.h"

const struct run_file_limit run_files[NR_RUN_FILES] = {
    [RUN_MANIFEST] = {"run.json", 64 << 20},	 /* a plan of 4096 cases makes 300 KiB */
    [RUN_TRIALS] = {"trials.csv", 1 << 30},	 /* four million rows, and more in memory */
    [RUN_TOPOLOGY] = {"topology.xml", 16 << 20}, /* a machine of 4096 PUs has two million bytes */
};
