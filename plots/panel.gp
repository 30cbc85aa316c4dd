# One panel against the number of tasks, `p`: its place, the x axis, and the oversubscribed region.
# Afterwards x(count, l, k) is where a point stands and marked(count) whether it gets its symbol.

set lmargin at screen left(p)
set rmargin at screen left(p) + panel_width
set tmargin at screen top(p)
set bmargin at screen top(p) - panel_height
set format x '%g'
set title panel[p] font bold(17) tc rgb INK offset 0, -0.4
unset ylabel
set format y first_in_row(p) ? '%g' : ''
set xlabel 'tasks (N)' font font(15) tc rgb INK offset 0, 0.2

least = counts[1]
most = counts[|counts|]
log_x = most > (overlays ? 4 : 16) # published figures go far beyond this machine's
edge = fits == 0 ? least / 2.0 : log_x ? sqrt(fits * crowded) : (fits + crowded) / 2.0
crammed(labels) = labels * (9.6 * strlen(sprintf('%d', most)) + 9) > panel_width * WIDTH
power_of_2(n) = 2 ** floor(log(n) / log(2) + 0.5) == n
marked(n) = |counts| <= 12 || power_of_2(n) || n == most

# Points that would cover each other stand a little apart, as long as there are few counts.
nr_lines = |line| * |kind|
spread = |counts| > 12 ? 0 : min(0.07, 0.55 / nr_lines)
shift(l, k) = spread * ((l - 1) * |kind| + k - (nr_lines + 1) / 2.0)

if (log_x) {
    set logscale x 2
    set xrange [least / 1.35 : most * 1.35]
    set xtics nomirror crammed(log(most / least) / log(2) + 1) ? 4 : 2
    x(n, l, k) = n * 2 ** (0.6 * shift(l, k))
} else {
    set xrange [least - 0.5 : most + 0.5]
    set xtics nomirror crammed(most - least + 1) ? 2 : 1
    x(n, l, k) = n + shift(l, k)
}
unset object
if (crowded > 0) { set object rectangle from first edge, graph 0 to graph 1, graph 1 behind fc rgb SHADE fs solid noborder }

# The lines of panel p: column y of the CSV, times `factor`, with its intervals.
at(l, k) = mine(p, l, k) ? x(column('count'), l, k) : NaN
at_mark(l, k) = marked(column('count')) ? at(l, k) : NaN
CURVES = "for [l = 1:|line|] for [k = 1:|kind|] csv using (at(l, k)):(factor * column(y)) with lines lc rgb colour(l) lw 2 dt dash(k), ".\
    "for [l = 1:|line|] for [k = 1:|kind|] csv using (at_mark(l, k)):(factor * column(y)):(factor * column(y.'_low')):(factor * column(y.'_high')) with yerrorbars lc rgb colour(l) lw 1.3 pt shape(l, k) ps 1.1 * P".OVERLAY
