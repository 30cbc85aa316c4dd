# Increments per second of all tasks together, against the number of locks that guard the structure.

stats [*:*] [*:*] csv using (column('throughput_per_s_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (column('throughput_per_s_high')) name 'HIGH' nooutput
use_log = HIGH_max > 40 * LOW_min
low = LOW_min / 1.3
high = HIGH_max * 1.3
load plots.'/page.gp'

y = 'throughput_per_s'
factor = use_log ? 1 : 1e-6
unit = use_log ? 'per second' : 'million per second'
if (use_log) {
    set logscale y 10
    set yrange [low:high]
    eval 'set ytics nomirror ('.log_tics.')'
} else {
    set yrange [0:1e-6 * HIGH_max * 1.06]
    set ytics nomirror autofreq
}
do for [p = 1:|panel|] {
    load plots.'/panel.gp'
    if (use_log && first_in_row(p)) { set format y '%.0s %c' }
    if (first_in_row(p)) { set ylabel (use_log ? '' : 'million ').'increments per second, system-wide' font font(15) tc rgb INK }
    eval BEGIN
    eval 'plot '.CURVES
    eval END
}
unset multiplot
unset output
