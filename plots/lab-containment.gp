# On the left the workers that go on after the fault of one, on the right how long that one took to
# stop.

load plots.'/lab_panels.gp'

faults = 'null-write kill cancel'
at(f) = f eq 'null-write' ? 1 : f eq 'kill' ? 2 : 3
side(t) = t eq 'thread' ? -0.2 : 0.2
place(t) = strcol('task') eq t ? at(strcol('fault')) + side(t) : NaN
fate(survivors) = survivors > 0 ? sprintf('%d go on', survivors) : 'all dead'

stats [*:*] [*:*] data using (column('workers')) name 'WORKERS' nooutput
stats [*:*] [*:*] data using (column('stop_us')) name 'STOP' nooutput
stats [*:*] [*:*] data using (column('stop_p90_us')) name 'LATE' nooutput
set tmargin at screen 0.72
set bmargin at screen 0.155
set xrange [0.5 : 3.5]
set xtics nomirror ('writes through NULL' 1, 'is killed' 2, 'is cancelled' 3)
set grid noxtics
set key at screen 0.975, 0.80 right horizontal font tic_font textcolor rgb INK samplen 1.5 width 2

set lmargin at screen 96 / WIDTH
set rmargin at screen 0.50
set yrange [0 : WORKERS_max]
set ytics nomirror WORKERS_max > 8 ? 2 : 1
set title 'Workers that go on' font bold(17) tc rgb INK offset 0, -0.3
set ylabel sprintf('workers, of %d', WORKERS_max) font font(15) tc rgb INK
set xlabel 'one of the workers' font font(15) tc rgb INK
set boxwidth 0.36 absolute
plot data using (place('thread')):(column('survivors')) with boxes lc rgb FILL[1] title 'threads', \
    data using (place('process')):(column('survivors')) with boxes lc rgb FILL[2] title 'processes', \
    data using (at(strcol('fault')) + side(strcol('task'))):(column('survivors')):(fate(column('survivors'))) with labels offset 0, 0.8 font font(15) tc rgb INK notitle

unset key
set lmargin at screen 0.50 + 112 / WIDTH
set rmargin at screen 0.975
set logscale y 10
low = STOP_min / 2.5
high = LATE_max * 2
load plots.'/log_tics.gp'
set yrange [low:high]
eval 'set ytics nomirror ('.log_tics.')'
set format y '%g'
set title 'Until it has stopped' font bold(17) tc rgb INK offset 0, -0.3
set ylabel 'us from the fault (median, and 9 of 10)' font font(15) tc rgb INK
plot data using (place('thread')):(column('stop_us')):(column('stop_us')):(column('stop_p90_us')) with yerrorbars lc rgb COLOUR[1] lw 2 pt 7 ps 1.4 * P, \
    data using (place('process')):(column('stop_us')):(column('stop_us')):(column('stop_p90_us')) with yerrorbars lc rgb COLOUR[2] lw 2 pt 7 ps 1.4 * P, \
    data using (at(strcol('fault')) + side(strcol('task'))):(column('stop_us')):(sprintf('%.0f', column('stop_us'))) with labels offset 0, -1 font font(15) tc rgb INK
unset multiplot
