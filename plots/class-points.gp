# How many students have how many points: a bar a point (or a few, where there are many), the last one
# those who have them all. On the page of lab.gp.
#
# The script that `racelab grade -o DIR` writes (DIR/class-points.gp) has set
#   name, sentence, advice, machine, plots     texts; machine is what was graded, and when
#   most, width                                points that can be had, and of a bar

if (!exists('size')) size = '16:9'
load plots.'/lab.gp'

stats [*:*] [*:*] data using (column('students')) name 'STUDENTS' nooutput
full(d) = column('from') + width > most + 1e-9
middle(d) = column('from') + (width > 1 ? width / 2 : 0)
set boxwidth 0.82 * width absolute
set xrange [-0.7 * width : most + 0.9 * width]
set yrange [0 : 1.13 * max(1, STUDENTS_max)]
set grid noxtics
set xtics scale 0 max(width, ceil(most / 20))
set xlabel 'points'.(width > 1 ? '' : ', rounded down') font font(16) tc rgb INK offset 0, -0.3
set ylabel 'students' font font(16) tc rgb INK
set format y '%.0f'
unset key
said(d) = column('students') > 0 ? sprintf('%.0f', column('students')) : ''
bar(d, all) = full(0) == all && column('students') > 0 ? column('students') : NaN
plot data using (middle(0)):(bar(0, 0)) with boxes fc rgb FILL[2] notitle, \
    data using (middle(0)):(bar(0, 1)) with boxes fc rgb FILL[3] notitle, \
    data using (middle(0)):(column('students')):(said(0)) with labels offset 0, 0.8 font font(16) tc rgb INK notitle
unset output
