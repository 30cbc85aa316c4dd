# Ranks: increments per second, and the share lost, against how many race at once. A colour is a
# strategy, a dash is where the tasks are, a hollow mark is what had to share PUs.

plural(word) = word
mine(p, l, k) = column('line') == l && column('kind') == k # both panels are of the same points
kinds_named = 1
kind_mark(k) = 7

# Threads dotted, one host solid, several dashed; hosts that are fewer machines dashed and dotted.
set dashtype 5 (9, 4, 2, 4)
dash(k) = kind_style[k] == 1 ? 4 : kind_style[k] == 2 ? 1 : kind_style[k] == 3 ? 2 : 5
shape(l, k) = filled(l)

array panel[2] = ['increments per second, all together', 'increments lost, % of those done']
x_label = kind_style[1] == 1 ? 'ranks, or threads, that race' : 'ranks that race'
x_unit = 'tasks'
crowded = 0 # it depends on where they are: the marks say it
reference = '1 - 1/N'
array racy[|line|] # the how many-th of those that may lose it is
nr_racy = 0
do for [l = 1:|line|] { nr_racy = nr_racy + loses[l]; racy[l] = nr_racy }
exact_ones = nr_racy < |line|
ground = exact_ones ? 'exact ones: 0 %' : ''
stats [*:*] [*:*] csv using (column('oversubscribed')) name 'CROWD' nooutput
open_marks = CROWD_max > 0 ? 'tasks > PUs' : ''

stats [*:*] [*:*] csv using (column('throughput_per_s_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (column('throughput_per_s_high')) name 'HIGH' nooutput
low = LOW_min / 1.5
high = HIGH_max * 1.5
LEFT = 90 / WIDTH
GAP = 0.055
if (strlen(note)) { set label note at screen 0.022, 0.054 font font(min(12.5, 0.955 * WIDTH / (0.6 * strlen(note)))) tc rgb GREY }
load plots.'/page.gp'

# If each writes back what it read, only one of N increments survives.
set print $reference
print 'count,percent'
do for [n = xs[1]:xs[|xs|]] { print sprintf('%d,%.6f', n, 100 - 100.0 / n) }
unset print

fit_mark(l, k, o) = column('oversubscribed') == o ? at_mark(l, k) : NaN
now(which) = factor * column(y.which)
LINES = "for [l = 1:|line|] for [k = 1:|kind|] csv using (drawn(l) ? at(l, k) : NaN):(now('')) with lines lc rgb colour(l) lw 2 + 0.01 * k dt dash(k) title series(l, k) noenhanced"
MARKS = "for [l = 1:|line|] for [k = 1:|kind|] for [o = 0:1] csv using (drawn(l) ? fit_mark(l, k, o) : NaN):(now('')):(max(bottom, now('_low'))):(now('_high')) with yerrorbars lc rgb colour(l) lw 1.3 pt filled(l) - o ps 1.1 * P title series(l, k) noenhanced"
SPOKEN = SPEAKS ? ", for [l = 1:|line|] for [k = 1:|kind|] csv using (drawn(l) ? at_mark(l, k) : NaN):(now('')):(hover(l, k)) with labels hypertext point lc rgb colour(l) pt filled(l) ps 1.1 * P title series(l, k) noenhanced" : ''

do for [p = 1:2] {
    y = p == 1 ? 'throughput_per_s' : 'lost_share'
    factor = p == 1 ? 1 : 100
    unit = p == 1 ? 'per second' : '%'
    load plots.'/panel.gp'
    if (p == 1) {
        drawn(l) = 1
        set logscale y 10
        set yrange [low:high]
        set format y '%.0s %c'
        eval 'set ytics nomirror ('.log_tics.')'
        BEHIND = ''
    } else {
        drawn(l) = loses[l]
        shift(l, k) = spread * ((racy[l] - 1) * |kind| + k - (nr_racy * |kind| + 1) / 2.0)
        unset logscale y
        set yrange [-4:104]
        set format y '%g'
        set ytics nomirror 20
        BEHIND = "$reference using 1:2 with lines lc rgb INK lw 1.6 dt 3 title reference noenhanced, ".\
            (exact_ones ? "[xs[1]:xs[|xs|]] '+' using 1:(0) with lines lc rgb GREY lw 4 title ground noenhanced, " : '')
    }
    eval BEGIN
    eval 'plot '.BEHIND.LINES.', '.MARKS.SPOKEN
    eval END
}
unset multiplot
unset output
