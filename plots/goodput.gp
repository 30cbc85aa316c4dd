# Increments per second that were still there afterwards, of all tasks together, against tasks.

crowd = crowded ? 'tasks > PUs' : ''

# Each structure has a range of its own: what is compared is the tasks, not the structures. From 0,
# unless that would press most lines flat.
stats [*:*] [*:*] csv using (column('goodput_per_s') > 0 ? column('goodput_per_s') : NaN) name 'KEPT' nooutput
if (!exists('KEPT_max')) { KEPT_min = 1; KEPT_max = 1 } # nothing was kept
KEPT_min = lowest(KEPT_min)
KEPT_max = highest(KEPT_max)
use_log = KEPT_max > 300 * KEPT_min
low = KEPT_min / 1.5
high = KEPT_max * 1.5
if (!use_log) { GAP = 0.046 }
load plots.'/page.gp'

y = 'goodput_per_s'
factor = use_log ? 1 : 1e-6
unit = use_log ? 'per second' : 'million per second'
do for [p = 1:|panel|] {
    load plots.'/panel.gp'
    if (first_in_row(p)) { set ylabel 'increments kept'.(use_log ? '' : ', million').' per second, system-wide' font font(15) tc rgb INK }
    if (!use_log) { set format y '%g' }
    if (use_log) {
        set logscale y 10
        set yrange [low:high]
        if (first_in_row(p)) { set format y '%.0s %c' }
        eval 'set ytics nomirror ('.log_tics.')'
    } else {
        stats [*:*] [*:*] csv using (column('panel') == p ? factor * column('goodput_per_s_high') : NaN) name 'TOP' nooutput
        over_top = 0
        if (overlays) { stats [*:*] [*:*] overlay_csv using (column('panel') == p ? (over_top = max(over_top, factor * column('value'))) : 0) nooutput }
        set yrange [0 : TOP_max > 0 ? max(TOP_max, over_top) * 1.08 : 1]
        set ytics nomirror autofreq
    }
    eval BEGIN
    eval 'plot '.CURVES
    eval END
}
unset multiplot
unset output
