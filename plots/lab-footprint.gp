# Memory of one idle worker against how many there are: what is reserved, what is resident (RSS), and
# its share of that (PSS). One panel for threads of each stack size, and one for processes.

array stack[3] = [64, 1024, 8192]
array heading[4] = ['threads, stack of 64 KiB', 'threads, stack of 1 MiB', 'threads, stack of 8 MiB', 'processes']
array measured[3] = ['reserved_kib', 'rss_kib', 'pss_kib']
array meaning[3] = ['reserved (address space)', 'resident (RSS)', 'share of what is resident (PSS)']
array extent[3] = [1.2, 1.9, 1.1]
array form[3] = [13, 6, 7]
LEFT = 122 / WIDTH
GAP = 0.016
panel_width = (0.975 - LEFT - 3 * GAP) / 4

mine(p) = p == 4 ? strcol('task') eq 'process' : strcol('task') eq 'thread' && column('stack_kib') == stack[p]
at(p) = mine(p) ? column('workers') : NaN
stats [*:*] [*:*] data using (column('workers')) name 'WORKERS' nooutput
stats [*:*] [*:*] data using (column('reserved_kib')) name 'RESERVED' nooutput
stats [*:*] [*:*] data using (column('written_kib')) name 'WRITTEN' nooutput
stats [*:*] [*:*] data using (column('pss_kib')) name 'PSS' nooutput

KEYS = "for [m = 1:3] NaN with linespoints lc rgb (m == 1 ? GREY : COLOUR[m - 1]) lw 2.2 dt 0 + (m == 1 ? 2 : 1) pt form[m] ps extent[m] * P title meaning[m], ".\
    "NaN with lines lc rgb INK lw 1.6 dt 3 title 'written to, of its stack'"
load plots.'/lab_key.gp'

set logscale x 4
set xrange [0.7 : 1.4 * WORKERS_max]
set logscale y 10
set yrange [min(WRITTEN_min, max(1, PSS_min)) / 3 : RESERVED_max * 3]
set xlabel 'workers' font font(15) tc rgb INK
do for [p = 1:4] {
    set lmargin at screen LEFT + (p - 1) * (panel_width + GAP)
    set rmargin at screen LEFT + (p - 1) * (panel_width + GAP) + panel_width
    set title heading[p] font bold(16) tc rgb INK offset 0, -0.4
    set ylabel p == 1 ? 'KiB of each worker' : '' font font(15) tc rgb INK
    set format y p == 1 ? '%.0f' : ''
    plot for [m = 1:3] data using (at(p)):(column(measured[m])) with linespoints lc rgb (m == 1 ? GREY : COLOUR[m - 1]) lw 2.2 dt 0 + (m == 1 ? 2 : 1) pt form[m] ps extent[m] * P notitle, \
        WRITTEN_min with lines lc rgb INK lw 1.6 dt 3 notitle
}
unset multiplot
