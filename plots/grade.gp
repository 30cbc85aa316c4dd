# The points of a grade: a bar for each stage, as long as what it is worth, filled as far as what was
# given. For graders that show pictures (harness/grade/formats/picture.c), which has set
#   name, plots, what                        texts; what is the exercise's title
#   title[], points[], most[], end[]         a stage each; end is passed, partly, failed or skipped

finding = ''; machine = ''; date = ''; intervals = ''
if (!exists('size')) size = '16:9'
load plots.'/common.gp'

stages = |title|
longest = 0; sum = 0; worth = 0; widest = 8
do for [i = 1:stages] {
    longest = max(longest, most[i])
    sum = sum + points[i]
    worth = worth + most[i]
    widest = max(widest, min(46, strlen(title[i])))
}
ink(word) = word eq 'passed' ? GOOD : word eq 'partly' ? SOSO : word eq 'failed' ? BAD : GREY
short(text) = strlen(text) > 46 ? text[1:45].'…' : text

set lmargin at screen (24 + 10.6 * widest) / WIDTH
set rmargin at screen 0.84
set tmargin at screen 0.86
set bmargin at screen 0.06
set xrange [0:longest > 0 ? longest : 1]
set yrange [stages + 0.6:0.4]
unset border
unset xtics
set ytics scale 0 nomirror
eval 'set ytics ('.('')."'' 0)"
set label 1 sprintf('%s: %.4g of %.4g points', what, sum, worth) at screen 24 / WIDTH, screen 0.935 left font bold(24) tc rgb INK noenhanced
do for [i = 1:stages] {
    set label 10 + i short(title[i]) at graph 0, first i right offset -1, 0 font font(17) tc rgb INK noenhanced
    set label 40 + i sprintf('%.4g of %.4g, %s', points[i], most[i], end[i]) at screen 0.855, first i left font font(16) tc rgb ink(end[i])
    set object 10 + i rectangle from 0, i - 0.25 to most[i], i + 0.25 fc rgb SHADE fs solid noborder
    if (points[i] > 0) { set object 40 + i rectangle from 0, i - 0.25 to points[i], i + 0.25 fc rgb ink(end[i]) fs solid noborder front }
}
plot NaN notitle
unset output
