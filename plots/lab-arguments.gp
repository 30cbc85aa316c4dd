# What each thread found instead of its id, in per cent of the launches: handed the address of the
# loop's variable (left), or a copy of its own (right). And how often nobody found that id.

stats [*:*] [*:*] data using (column('id')) name 'ID' nooutput
array handed[2] = ['&i', 'copy']
array heading[2] = ['handed &i, the address of the loop''s variable', 'handed a copy']
LEFT = 109 / WIDTH
GAP = 0.04
panel_width = (0.975 - LEFT - GAP) / 2
of(h, value) = strcol('handed') eq handed[h] ? 100.0 * value / column('launches') : NaN

set boxwidth 0.8 absolute
KEYS = "NaN with boxes lc rgb FILL[3] title 'it found its id', ".\
    "NaN with boxes lc rgb FILL[5] title 'it found another thread''s', ".\
    "NaN with boxes lc rgb FILL[1] title 'it found nobody''s: the loop was over', ".\
    "NaN with points pt SHAPE[3] ps 1.4 * P lc rgb INK title 'nobody found this id'"
load plots.'/lab_key.gp'

set xrange [-0.6 : ID_max + 0.6]
set yrange [0:100]
set xtics ID_max > 16 ? 4 : 1
set ytics 20
set xlabel 'id that the thread was to be handed' font font(15) tc rgb INK
set grid noxtics
do for [h = 1:2] {
    set lmargin at screen LEFT + (h - 1) * (panel_width + GAP)
    set rmargin at screen LEFT + (h - 1) * (panel_width + GAP) + panel_width
    set title heading[h] font bold(17) tc rgb INK offset 0, -0.4
    set ylabel h == 1 ? 'launches, %' : '' font font(15) tc rgb INK
    set format y h == 1 ? '%g' : ''
    plot data using (column('id')):(of(h, column('right') + column('others') + column('past_end'))) with boxes lc rgb FILL[1], \
        data using (column('id')):(of(h, column('right') + column('others'))) with boxes lc rgb FILL[5], \
        data using (column('id')):(of(h, column('right'))) with boxes lc rgb FILL[3], \
        data using (column('id')):(of(h, column('missing'))) with points pt SHAPE[3] ps 1.9 * P lc rgb PAPER, \
        data using (column('id')):(of(h, column('missing'))) with points pt SHAPE[3] ps 1.4 * P lc rgb INK
}
unset multiplot
