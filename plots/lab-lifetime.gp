# One bar a program, from its start to its end: of threads on the left, of processes on the right. The
# colour says what became of the workers, the dark line how long main was there.

load plots.'/lab_panels.gp'

KINDS = 'thread process'
# Functions of the row being read; gnuplot wants them to have an argument.
row(_) = 8 - 4 * (strcol('work') eq 'for ever') - 2 * (strcol('daemon') eq 'yes') - (strcol('joined') eq 'yes')
fate(_) = strcol('end') eq 'killed' ? 3 : column('half_written') > 0 ? 2 : 1
until_main(_) = strcol('main_ms') eq '' ? column('end_ms') : column('main_ms')
told(_) = strcol('end') eq 'killed' ? 'never ends' : sprintf('%d of %d done, %d cut off', column('finished'), column('workers'), column('half_written'))
y(w, f) = strcol('worker') eq w && (f == 0 || fate(0) == f) ? row(0) : NaN
array FATE[3] = [FILL[2], FILL[1], DIM]
array MEANS[4] = ['all work finished', 'cut off in the middle of a record', 'for ever: killed at the limit', 'main']

stats [*:*] [*:*] data using (column('end_ms')) name 'END' nooutput
set xrange [0 : END_max * 1.62]
set yrange [0.4 : 8.6]
set grid noytics
set tmargin at screen 0.715
set bmargin at screen 0.15
step = END_max > 1000 ? 500 : END_max > 400 ? 100 : 50
set xlabel 'ms since the start of the program' font font(15) tc rgb INK
set ytics nomirror scale 0 ('finite, not daemon' 8, 'same, joined' 7, 'finite, daemon' 6, 'same, joined' 5, 'for ever, not daemon' 4, 'same, joined' 3, 'for ever, daemon' 2, 'same, joined' 1) font tic_font textcolor rgb INK
unset key

EDGE = 211 / WIDTH

# Its own key: gnuplot's breaks the line where a panel ends.
X = EDGE
do for [f = 1:4] {
    if (f < 4) { set object rectangle from screen X, 0.778 to screen X + 0.018, 0.800 fc rgb FATE[f] }
    if (f == 4) { set arrow from screen X, 0.789 rto screen 0.018, 0 nohead lc rgb INK lw 3 }
    what = MEANS[f]
    set label what at screen X + 0.025, 0.789 font font(15) tc rgb INK
    X = X + 0.055 + 0.0067 * strlen(what)
}

do for [p = 1:2] {
    w = word(KINDS, p)
    set lmargin at screen p == 1 ? EDGE : 0.59
    set rmargin at screen p == 1 ? 0.555 : 0.98
    set xtics nomirror 0, step, END_max
    set title p == 1 ? 'Threads' : 'Processes' font bold(17) tc rgb INK offset 0, -0.3
    if (p == 2) { set format y ''; unset object; unset arrow; unset label; set ytics nomirror scale 0 1 }
    plot for [f = 1:3] data using (0):(y(w, f)):(0):(column('end_ms')):(y(w, f) - 0.36):(y(w, f) + 0.36) with boxxyerror lc rgb FATE[f], \
        data using (0):(y(w, 0)):(until_main(0)):(0) with vectors nohead lc rgb INK lw 3, \
        data using (column('end_ms')):(y(w, 0)):(told(0)) with labels left offset 0.7, 0 font font(14) tc rgb INK
}
unset multiplot
