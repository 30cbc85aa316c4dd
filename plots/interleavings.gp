# Final values of the racy counter, one panel a number of increments: the share of all interleavings that
# end with each, counted, beside the share of the races here that did.
#
# The script has set ops[], first_value[] and last_value[] of the panels, and tasks.

keyless = 1
GAP = 0.022
intervals = 'neither is a probability: no machine draws an interleaving by lot, and another day the races come out otherwise'
stats [*:*] [*:*] csv using (column('raced')) name 'RACED' nooutput
stats [*:*] [*:*] csv using (column('counted')) name 'COUNTED' nooutput
stats [*:*] [*:*] csv using (column('measured')) name 'MEASURED' nooutput
raced = exists('RACED_max') && RACED_records > 0
load plots.'/page.gp'

# Panels are as wide as they have values, so that all bars are of one width.
SIDE = 0.6
wide(p) = last_value[p] - first_value[p] + 2 * SIDE
all_wide = sum [p = 1:|ops|] wide(p)
slot = (RIGHT - LEFT - GAP * (|ops| - 1)) / all_wide
begins(p) = LEFT + GAP * (p - 1) + (p > 1 ? slot * (sum [i = 1:p - 1] wide(i)) : 0)
high = 0.01
if (exists('COUNTED_max')) { high = max(high, COUNTED_max) }
if (raced) { high = max(high, MEASURED_max) }
group(n) = n >= 1000 && n < 1e15 ? group(int(n) / 1000).' '.sprintf('%03d', int(n) % 1000) : sprintf('%.6g', n)

# What the two kinds of bars are, above them.
KEY_Y = TOP + 0.012
counted_words = 'counted: share of all interleavings'
measured_words = raced ? 'measured: share of '.group(RACED_max).' races here' : ''
eval 'set style fill solid 1 '.BORDER
unset label
eval 'set object 1 rectangle from screen LEFT, KEY_Y - 0.013 to screen LEFT + 22 / WIDTH, KEY_Y + 0.013 fc rgb FILL[2] fs solid '.BORDER
set label counted_words at screen LEFT + 32 / WIDTH, KEY_Y font font(17) tc rgb INK
second = LEFT + (32 + 10.4 * strlen(counted_words)) / WIDTH
if (raced) {
    eval 'set object 2 rectangle from screen second, KEY_Y - 0.013 to screen second + 22 / WIDTH, KEY_Y + 0.013 fc rgb FILL[1] fs solid '.BORDER
    set label measured_words at screen second + 32 / WIDTH, KEY_Y font font(17) tc rgb INK
}
set label sprintf('final value of the counter, by %d tasks x 1, 2, ... increments each; shaded: the right one', tasks) at screen (LEFT + RIGHT) / 2, 0.085 center font font(16) tc rgb INK

of(p, x) = column('ops') == ops[p] ? x : NaN
percent(x) = 100 * x
hover(d) = sprintf('%d: %d interleavings, %.3g %%', column('value'), column('interleavings'), percent(column('counted')))
hover_seen(d) = sprintf('%d: %d of %d races, %.3g %%', column('value'), column('seen'), column('raced'), percent(column('measured')))
TOP_OF_BARS = TOP - 0.085
do for [p = 1:|ops|] {
    set lmargin at screen begins(p)
    set rmargin at screen begins(p) + slot * wide(p)
    set tmargin at screen TOP_OF_BARS
    set bmargin at screen BOTTOM
    set xrange [first_value[p] - SIDE : last_value[p] + SIDE]
    set yrange [0 : min(100, percent(high) * 1.08)]
    set grid noxtics ytics
    set xtics nomirror scale 0 1
    set ytics nomirror autofreq
    set format y p == 1 ? '%g' : ''
    unset ylabel
    if (p == 1) { set ylabel 'share, %' font font(16) tc rgb INK }
    set title sprintf('%d x %d', tasks, ops[p]) font bold(18) tc rgb INK offset 0, -0.4
    right = tasks * ops[p]
    set object 3 rectangle from first right - 0.5, graph 0 to first right + 0.5, graph 1 behind fc rgb SHADE fs solid noborder
    eval BEGIN
    plot csv using (column('value')):(0):(column('value') - 0.4):(of(p, column('value'))):(0):(percent(column('counted'))) with boxxyerror fc rgb FILL[2] title 'counted' noenhanced, \
        csv using (column('value')):(0):(column('value')):(of(p, column('value') + 0.4)):(0):(percent(column('measured'))) with boxxyerror fc rgb FILL[1] title 'measured' noenhanced, \
        for [i = 1:SPEAKS ? 1 : 0] csv using (of(p, column('value') - 0.2)):(percent(column('counted'))):(hover(0)) with labels hypertext point lc rgb '#ff000000' pt 5 ps 1.6 * P title 'counted' noenhanced, \
        for [i = 1:SPEAKS && raced ? 1 : 0] csv using (of(p, column('value') + 0.2)):(percent(column('measured'))):(hover_seen(0)) with labels hypertext point lc rgb '#ff000000' pt 5 ps 1.6 * P title 'measured' noenhanced
    eval END
    unset object; unset label
}
unset multiplot
unset output
