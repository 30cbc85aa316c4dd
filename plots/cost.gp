# ns that one increment takes one task, against tasks, one line a strategy.

crowd = crowded ? 'tasks > PUs' : ''

# One range for all panels, so that they can be compared.
stats [*:*] [*:*] csv using (column('ns_per_op_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (column('ns_per_op_high')) name 'HIGH' nooutput
low = lowest(LOW_min) / 1.3
high = highest(HIGH_max) * 1.3
if (machines) {
    stats [*:*] [*:*] csv using (column('ns_per_op_least')) name 'LEAST' nooutput
    stats [*:*] [*:*] csv using (column('ns_per_op_most')) name 'MOST' nooutput
    low = min(low, LEAST_min / 1.2)
    high = max(high, MOST_max * 1.2)
}
load plots.'/page.gp'

y = 'ns_per_op'
factor = 1
unit = 'ns'
set logscale y 10
set yrange [low:high]
eval 'set ytics nomirror ('.log_tics.')'
do for [p = 1:|panel|] {
    load plots.'/panel.gp'
    if (first_in_row(p)) { set ylabel 'ns per increment and task' font font(15) tc rgb INK }
    eval BEGIN
    eval 'plot '.CURVES
    eval END
}
unset multiplot
unset output
