# How each stage ended for a class: a bar a stage, as long as the class, in pieces: passed, partly, failed,
# skipped, and not judged where that was nobody's fault. On the page of lab.gp.
#
# The script that `racelab grade -o DIR` writes (DIR/class-stages.gp) has set
#   name, sentence, advice, machine, plots     texts; machine is what was graded, and when
#   title[]                                    of the stages, in the order of the CSV's rows
#   students, unjudged                         how many were graded; whether something was not judged

if (!exists('size')) size = '16:9'
load plots.'/lab.gp'

stages = |title|
array END[5] = ['passed', 'partly', 'failed', 'skipped', 'unjudged']
array WORDS[5] = ['passed', 'partly', 'failed', 'not come to', 'not judged']
array PIECE[5] = [FILL[3], FILL[5], FILL[1], DIM, SHADE]
ends = unjudged ? 5 : 4
widest = 8
do for [i = 1:stages] { widest = max(widest, min(46, strlen(title[i]))) }
short(text) = strlen(text) > 46 ? text[1:45].'…' : text

set lmargin at screen (30 + 10.2 * widest) / WIDTH
set tmargin at screen 0.735
set xrange [0:students]
set yrange [stages + 0.6:0.4]
set border 1
set grid noytics
set format x '%.0f'
set xlabel 'students' font font(16) tc rgb INK
unset ytics
set key at screen 0.97, screen 0.800 right top horizontal samplen 1.6 width 1
do for [i = 1:stages] {
    set label 10 + i short(title[i]) at graph 0, first i right offset -1, 0 font font(17) tc rgb INK noenhanced
}
to(e) = sum [i = 1:e] column(END[i])
from(e) = to(e) - column(END[e])
# A number that its piece has no room for is left out; it stands in the CSV.
said(e) = column(END[e]) * (1 - 0.3) * WIDTH / students > 14 + 11 * strlen(sprintf('%.0f', column(END[e]))) ? sprintf('%.0f', column(END[e])) : ''
row(d) = column(0) + 1
# The colour that can be read on a piece.
on(e) = e > 3 || (e == 2 && theme ne 'dark') || (e == 1 && theme eq 'print') ? INK : PAPER
plot for [e = 1:ends] data using (to(e)):(row(0)):(from(e)):(to(e)):(row(0) - 0.34):(row(0) + 0.34) with boxxyerror fc rgb PIECE[e] title WORDS[e], \
    for [e = 1:ends] data using ((from(e) + to(e)) / 2):(row(0)):(said(e)) with labels font font(16) tc rgb on(e) notitle
unset output
