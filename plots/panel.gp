# One panel of lines, `p`: its place, its x axis (what `x_name` says), and the oversubscribed region.
# Afterwards at_x(value, l, k) is where a point stands and marked(value) whether it gets its symbol.

set lmargin at screen left(p)
set rmargin at screen left(p) + panel_width
set tmargin at screen top(p)
set bmargin at screen top(p) - panel_height
set format x '%g'
set title panel[p] font bold(17) tc rgb INK offset 0, -0.4 noenhanced
unset ylabel
set format y first_in_row(p) ? '%g' : ''
set xlabel x_label.(x_name ne 'tasks' && |counts| == 1 ? sprintf(' (%d tasks)', counts[1]) : '') font font(15) tc rgb INK offset 0, 0.2

least = xs[1]
most = xs[|xs|]
# published figures go far beyond this machine's
log_x = x_name ne 'tasks' || most > (overlays ? 4 : 16) || (exists('always_log') && most > least)
edge = fits == 0 ? least / 2.0 : log_x ? sqrt(fits * crowded) : (fits + crowded) / 2.0
crammed(labels) = labels * (9.6 * strlen(sprintf('%d', most)) + 9) > panel_width * WIDTH
power_of_2(n) = 2 ** floor(log(n) / log(2) + 0.5) == n
marked(n) = |xs| <= 12 || power_of_2(n) || n == most

# Points that would cover each other stand a little apart, as long as there are few places for them.
nr_lines = |line| * |kind|
spread = |xs| > 12 ? 0 : min(0.07, 0.55 / nr_lines)
shift(l, k) = spread * ((l - 1) * |kind| + k - (nr_lines + 1) / 2.0)

if (log_x) {
    set logscale x 2
    set xrange [least / 1.35 : most * 1.35]
    every_nth = 1
    if (x_name ne 'tasks' && |xs| <= 16) {
        if (crammed(|xs|)) { every_nth = 2 }
        own_tics = ''
        do for [i = 1:|xs|:every_nth] { own_tics = own_tics.(i > 1 ? ',' : '').sprintf('%d', xs[i]) }
        eval 'set xtics nomirror ('.own_tics.')'
    } else {
        set xtics nomirror crammed(log(most / least) / log(2) + 1) ? 4 : 2
    }
    at_x(n, l, k) = n * 2 ** ((x_name eq 'tasks' ? 0.6 : 0.9) * shift(l, k))
} else {
    set xrange [least - 0.5 : most + 0.5]
    set xtics nomirror crammed(most - least + 1) ? 2 : 1
    at_x(n, l, k) = n + shift(l, k)
}
unset object
if (crowded > 0) { set object rectangle from first edge, graph 0 to graph 1, graph 1 behind fc rgb SHADE fs solid noborder }

# The lines of panel p: column y of the CSV, times `factor`, with its intervals; in an SVG, a point
# says its figures (hover, in `unit`) when it is pointed at.
at(l, k) = mine(p, l, k) ? at_x(column('x'), l, k) : NaN
at_mark(l, k) = marked(column('x')) ? at(l, k) : NaN
hover(l, k) = sprintf('%d %s: %.4g %s (%.4g to %.4g)', column('x'), column('x') == 1 ? x_unit[1:strlen(x_unit) - 1] : x_unit, factor * column(y), unit, factor * column(y.'_low'), factor * column(y.'_high'))
if (!exists('x_unit')) { x_unit = x_name eq 'distance' ? 'bytes' : x_name }
if (!exists('unit')) { unit = '' }
if (!exists('bottom')) { bottom = -1e300 } # of a logarithmic axis: an interval that reaches 0 ends there
# Of many machines: from the lowest one to the highest, for as many lines as can be told apart.
BAND = machines && |line| * |kind| <= 8 ? "for [l = 1:|line|] for [k = 1:|kind|] csv using (at(l, k)):(max(bottom, factor * column(y.'_least'))):(factor * column(y.'_most')) with filledcurves lc rgb colour(l) fs transparent solid 0.16 noborder title series(l, k) noenhanced, " : ''
CURVES = BAND."for [l = 1:|line|] for [k = 1:|kind|] csv using (at(l, k)):(factor * column(y)) with lines lc rgb colour(l) lw 2 dt dash(k) title series(l, k) noenhanced, ".\
    "for [l = 1:|line|] for [k = 1:|kind|] csv using (at_mark(l, k)):(factor * column(y)):(max(bottom, factor * column(y.'_low'))):(factor * column(y.'_high')) with yerrorbars lc rgb colour(l) lw 1.3 pt shape(l, k) ps 1.1 * P title series(l, k) noenhanced".\
    (SPEAKS ? ", for [l = 1:|line|] for [k = 1:|kind|] csv using (at_mark(l, k)):(factor * column(y)):(hover(l, k)) with labels hypertext point lc rgb colour(l) pt shape(l, k) ps 1.1 * P title series(l, k) noenhanced" : '').OVERLAY
