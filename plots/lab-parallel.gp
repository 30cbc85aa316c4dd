# Who ran when: a Gantt chart, one row a worker, grouped by arrangement.

stats [*:*] [*:*] data using (column('worker')) name 'WORKER' nooutput
stats [*:*] [*:*] data using (column('end_ms')) name 'END' nooutput
stats [*:*] [*:*] data using (column('arrangement')) name 'ARRANGEMENT' nooutput
n = WORKER_max
end = END_max
group = n + 0.9
y(w) = (column('arrangement') - 1) * group + w
middle(words) = strlen(strcol("how")) ? (column('arrangement') - 1) * group + (1 + column('workers')) / 2.0 : NaN
words = "sprintf('%s, %d PU%s', strcol('how'), column('pus'), column('pus') > 1 ? 's' : '')"
pitch = (0.77 - 0.16) * HEIGHT / (ARRANGEMENT_max * group)
row_font = font(min(16, 0.6 * group * pitch))

set lmargin at screen 256 / WIDTH
set rmargin at screen 0.92
set key at screen 0.97, screen 0.805 right top horizontal maxrows 1 samplen 1.5 width 1
if (n > 6) { unset key } # their colours come again
set xrange [0:end * 1.002]
set yrange [ARRANGEMENT_max * group + 0.2:0.3]
unset ytics
set grid noytics
set xlabel 'ms since the first worker began; one row a worker; on the right: times as fast as one thread' font font(15) tc rgb INK offset 0, 0.2
plot for [w = 1:n] data using (column('begin_ms')):(y(w)):(column('begin_ms')):(column('end_ms')):(y(w) - 0.42):(column('worker') == w ? y(w) + 0.42 : NaN) with boxxyerror fc rgb FILL[(w - 1) % 7 + 1] title sprintf('worker %d', w), \
    data using (0):(middle(0)):(@words) with labels right offset -1, 0 font row_font tc rgb INK notitle, \
    data using (column('wall_ms')):(middle(0)):(sprintf('%.2f x', column('speedup'))) with labels left offset 0.6, 0 font row_font tc rgb INK notitle
