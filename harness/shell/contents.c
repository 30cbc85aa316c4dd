// SPDX-License-Identifier: MIT

// The texts that belong to no single command.

#include "harness/shell/contents.h"

const char contents_tagline[] = "a race-condition lab";

const char contents_about[] =
    "It pins tasks to cores, lets them increment shared\n"
    "counters unsynchronized, locked and atomically, and counts every lost update.";

const char contents_examples[] =
    "  racelab run -o mine           measure the lecture's matrix\n"
    "  racelab plot mine             draw its graphs\n"
    "  racelab run --sync none,fetch_add --structure variable --count 1-max\n"
    "  racelab COMMAND --help        options and examples of a command\n";

const struct fact contents_exits[] = {
    {"0", "done, or the verdict is pass"},
    {"1", "the verdict is fail, or a lab did not come out as the lecture says"},
    {"2", "something could not be measured or written"},
    {"64", "wrong usage or bad input; one line says what would be right"},
    {"130", "stopped by Ctrl-C: 128 and the signal's number"},
    {0},
};

const struct fact contents_environment[] = {
    {"RACELAB_SHARE", "the folder that plots/ and scripts/sweeps/ are in, if not where racelab was "
		      "installed"},
    {"RACELAB_HANDICAP", "a share of its time (5%) in which each task is idle, to see whether a "
			 "comparison finds it"},
    {"NO_COLOR", "if it is set, nothing is coloured on the terminal"},
    {0},
};

const struct fact contents_files[] = {
    {"DIR/trials.csv", "one row a trial, a unit in each column's name that has one"},
    {"DIR/run.json", "what was asked for, the machine, the compiler, seed, start and end"},
    {"DIR/topology.xml", "hwloc's picture of the machine"},
    {"DIR/figures/", "each graph with its data (.csv) and its script (.gp); figures.json says what "
		     "they show"},
    {"DIR/report.html", "all of it on one page, for a browser"},
    {"DIR/lab-NAME.csv", "the rows of a lab; its script (.gp) and its picture beside it"},
    {"share/racelab/", "beside the folder of the executable: plots/, scripts/sweeps/, and the "
		       "headers and the example for --load in benches/"},
    {0},
};
