# Share of the increments that were lost, against slots, beside what chance alone would lose. The
# model, for N tasks and m slots drawn uniformly (harness/figure/collision.h derives it):
#   lost = 1 - m/N (1 - (1 - 1/m)^N)

reference = 'chance alone'
model(n, m) = 100 * (1 - m / n * (1 - (1 - 1 / m) ** n))

# From a tenth of the smallest share that was measured, unless nothing was lost.
share(which) = column('lost_share'.which) > 0 ? 100 * column('lost_share'.which) : NaN
stats [*:*] [*:*] csv using (share('')) name 'SHARE' nooutput
stats [*:*] [*:*] csv using (share('_low')) name 'LEAST' nooutput
use_log = exists('SHARE_min') && exists('LEAST_min')
if (use_log) {
    low = min(LEAST_min, model(counts[1], xs[|xs|] * 1.0)) / 1.5
    high = 130
}
load plots.'/page.gp'

set print $reference
print 'slots,percent'
do for [i = 1:|xs|] { print sprintf('%d,%.9f', xs[i], model(counts[|counts|], xs[i] * 1.0)) }
unset print

y = 'lost_share'
factor = 100
unit = '%'
if (use_log) {
    bottom = low
    set logscale y 10
    set yrange [low:high]
    eval 'set ytics nomirror ('.log_tics.')'
} else {
    set yrange [-4:104]
    set ytics nomirror 20
}
do for [p = 1:|panel|] {
    load plots.'/panel.gp'
    if (first_in_row(p)) { set ylabel 'increments lost, % of those done' font font(15) tc rgb INK }
    eval BEGIN
    eval 'plot $reference using 1:2 with lines lc rgb INK lw 1.6 dt 3 title reference noenhanced, '.CURVES
    eval END
}
unset multiplot
unset output
