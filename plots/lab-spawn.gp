# Time to start a task (left), and to start and join it (right), against the memory that its parent
# has touched: the median, and a line up to the 99th percentile.

array task[4] = ['thread', 'fork', 'posix_spawn', 'fork_exec']
array meaning[4] = ['thread', 'fork', 'posix_spawn of /bin/true', 'fork + exec of /bin/true']
array measured[2] = ['start', 'start_join']
array heading[2] = ['until the call returned', 'until it was joined']
LEFT = 109 / WIDTH
GAP = 0.03
panel_width = (0.975 - LEFT - GAP) / 2
stats [*:*] [*:*] data using (column('touched_mib')) name 'MIB' nooutput
stats [*:*] [*:*] data using (column('start_us')) name 'LOW' nooutput
stats [*:*] [*:*] data using (column('start_join_p99_us')) name 'HIGH' nooutput

# Points that would cover each other stand a little apart.
at(t) = strcol('task') eq task[t] ? column('touched_mib') + (t - 2.5) * 0.008 * MIB_max : NaN
middle(m) = column(measured[m].'_us')
top(m) = column(measured[m].'_p99_us')

KEYS = "for [t = 1:4] NaN with linespoints lc rgb COLOUR[t] lw 2.2 dt 0 + (t == 1 ? 1 : 2) pt SHAPE[t] ps 1.3 * P title meaning[t]"
load plots.'/lab_key.gp'

set xrange [-0.06 * MIB_max : 1.06 * MIB_max]
set xtics 0, MIB_max / 4
set xlabel 'memory that the parent has touched, MiB' font font(15) tc rgb INK
set logscale y 10
set yrange [LOW_min / 2 : HIGH_max * 1.5]
do for [m = 1:2] {
    set lmargin at screen LEFT + (m - 1) * (panel_width + GAP)
    set rmargin at screen LEFT + (m - 1) * (panel_width + GAP) + panel_width
    set title heading[m] font bold(17) tc rgb INK offset 0, -0.4
    set ylabel m == 1 ? 'us, median up to 99th percentile' : '' font font(15) tc rgb INK
    set format y m == 1 ? '%g' : ''
    plot for [t = 1:4] data using (at(t)):(middle(m)):(middle(m)):(top(m)) with yerrorbars lc rgb COLOUR[t] lw 1.3 pt -1 notitle, \
        for [t = 1:4] data using (at(t)):(middle(m)) with linespoints lc rgb COLOUR[t] lw 2.2 dt 0 + (t == 1 ? 1 : 2) pt SHAPE[t] ps 1.3 * P notitle
}
unset multiplot
