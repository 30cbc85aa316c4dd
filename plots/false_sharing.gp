# ns that one increment takes one task, against the bytes between its own counter and the next
# task's. Nobody shares a counter; only the cache's lines are shared.

stats [*:*] [*:*] csv using (column('ns_per_op_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (column('ns_per_op_high')) name 'HIGH' nooutput
use_log = HIGH_max > 40 * LOW_min
low = LOW_min / 1.3
high = HIGH_max * 1.3
load plots.'/page.gp'

y = 'ns_per_op'
factor = 1
unit = 'ns'
if (use_log) {
    set logscale y 10
    set yrange [low:high]
    eval 'set ytics nomirror ('.log_tics.')'
} else {
    set yrange [0:HIGH_max * 1.06]
    set ytics nomirror autofreq
}
do for [p = 1:|panel|] {
    load plots.'/panel.gp'
    if (first_in_row(p)) { set ylabel 'ns per increment and task' font font(15) tc rgb INK }
    eval BEGIN
    eval 'plot '.CURVES
    eval END
}
unset multiplot
unset output
