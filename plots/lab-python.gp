# Share of increments lost, one bar a case, with the wrong runs and the rate in two columns beside it.

set lmargin at screen 429 / WIDTH
set xrange [0:170]
set xtics nomirror 0, 20, 100
# The rows of the counters; those of operations come after them.
stats [*:*] [*:*] data using (strlen(strcol('language')) ? 1 : NaN) name 'COUNTERS' nooutput
last = COUNTERS_records - 1
set yrange [last + 0.6:-0.6]
small_font = font(14)
set ytics nomirror scale 0 font small_font
set grid noytics
set border 2
set label 'increments lost, %' at first 50, screen 0.085 center font font(15) tc rgb INK
set label 'wrong runs' at first 109, screen 0.79 font font(14) tc rgb GREY
set label 'increments/s, million' at first 133, screen 0.79 font font(14) tc rgb GREY
set label 'language, tasks x increments of each' at first -2, screen 0.79 right font font(14) tc rgb GREY
unset key

who(task, lock) = (task eq 'process' ? 'processes' : 'threads').(lock eq 'lock' ? ', lock' : '')
how(between) = strstrt(between, 'call') ? ', call' : strlen(between) ? ', many switches' : ''
what(row) = strcol('language').' '.who(strcol('task'), strcol('lock')).', '.strcol('tasks').' x '.strcol('each').how(strcol('between'))
plot data every ::::last using (0):0:(0):(column('lost_percent')):($0 - 0.3):($0 + 0.3):ytic(what(0)) with boxxyerror lc rgb FILL[1], \
    data every ::::last using (column('lost_percent')):0:(sprintf('%.3g', column('lost_percent'))) with labels left offset 0.8, 0 font small_font tc rgb INK, \
    data every ::::last using (109):0:(strcol('wrong').' of '.strcol('runs')) with labels left font small_font tc rgb INK, \
    data every ::::last using (133):0:(sprintf('%.3g', 1e-6 * column('increments_per_s'))) with labels left font small_font tc rgb INK
