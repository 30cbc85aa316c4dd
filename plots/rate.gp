# Increments per second of all tasks together, against tasks, and where each line would go if its
# tasks did not get in each other's way: N times as fast as one.

reference = 'ideal: N x one task'
crowd = crowded ? 'tasks > PUs' : ''

stats [*:*] [*:*] csv using (column('throughput_per_s_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (column('throughput_per_s_high')) name 'HIGH' nooutput
stats [*:*] [*:*] csv using (column('ideal_per_s')) name 'IDEAL' nooutput
low = lowest(LOW_min) / 1.3
high = max(1.3 * highest(HIGH_max), exists('IDEAL_max') ? min(1.2 * IDEAL_max, 8 * HIGH_max) : 0)
load plots.'/page.gp'

y = 'throughput_per_s'
factor = 1
unit = 'per second'
always_log = 1
set logscale y 10
set yrange [low:high]
eval 'set ytics nomirror ('.log_tics.')'
# Of one kind of tasks only: two dotted lines on one another would be a solid one. With many lines,
# of the first only: they are parallel anyway.
IDEAL = "for [l = 1:|line| > 8 ? 1 : |line|] for [k = 1:1] csv using (at(l, k)):(column('ideal_per_s')) with lines lc rgb colour(l) lw 1.6 dt 3 title series(l, k).', ideal' noenhanced, "
do for [p = 1:|panel|] {
    load plots.'/panel.gp'
    set format y first_in_row(p) ? '%.0s %c' : ''
    if (first_in_row(p)) { set ylabel 'increments per second, system-wide' font font(15) tc rgb INK }
    eval BEGIN
    eval 'plot '.IDEAL.CURVES
    eval END
}
unset multiplot
unset output
