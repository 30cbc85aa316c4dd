# How long an echo takes, from p50 over p90 to p99, for each model of the server without and with a
# client that stalls; beside it, how many echoes there were in a second.

# The models, in the order of their rows.
MODELS = ''
known(model) = strstrt(MODELS.' ', ' '.model.' ') > 0
stats data using (MODELS = known(strcol('model')) ? MODELS : MODELS.' '.strcol('model'), 1) nooutput
place(model) = sum [i = 1:words(MODELS)] (word(MODELS, i) eq model ? i : 0)
stats [*:*] [*:*] data using (column('p50_us') / 1e3) name 'LOW' nooutput
stats [*:*] [*:*] data using (column('p99_us') / 1e3) name 'HIGH' nooutput
stats [*:*] [*:*] data using (column('delay_ms')) name 'DELAY' nooutput
stats [*:*] [*:*] data using (column('echoes_per_s') / 1e3) name 'RATE' nooutput

WITHOUT = COLOUR[2]
WITH = COLOUR[1]
EDGE = 184 / WIDTH
SPLIT = 0.655
y(stalled) = (column('stallers') > 0) == stalled ? place(strcol('model')) + (stalled ? 0.17 : -0.17) : NaN
ms(what) = column(what.'_us') / 1e3
words_of(stalled) = stalled ? "with a staller" : "without"

set multiplot
set tmargin at screen 0.735
set yrange [words(MODELS) + 0.6 : 0.4]
set ytics scale 0

set lmargin at screen EDGE
set rmargin at screen SPLIT
set logscale x 10
set xrange [LOW_min / 1.6 : max(HIGH_max, DELAY_max) * 1.6]
set format x '%g'
set xlabel 'time from message to echo, ms: p50 (dot), p90 (cross), p99 (ring)' font font(15) tc rgb INK offset 0, 0.2
set ylabel 'model of the server' font font(15) tc rgb INK offset 1, 0
set key at screen EDGE, 0.797 left top horizontal maxrows 1 Left reverse samplen 2 width -1 font tic_font textcolor rgb INK
set arrow 1 from first DELAY_max, graph 0 to first DELAY_max, graph 1 nohead lc rgb INK lw 1.6 dt 3 back
plot data using (ms('p50')):(place(strcol('model'))):ytic(strcol('model')) with points pt -1 lc rgb INK notitle, \
    for [s = 0:1] data using (ms('p50')):(y(s)):(ms('p99') - ms('p50')):(0) with vectors nohead lc rgb (s ? WITH : WITHOUT) lw 3 title words_of(s), \
    for [s = 0:1] data using (ms('p50')):(y(s)) with points pt 7 ps 1.2 * P lc rgb (s ? WITH : WITHOUT) notitle, \
    for [s = 0:1] data using (ms('p90')):(y(s)) with points pt 2 ps 0.9 * P lw 2 lc rgb (s ? WITH : WITHOUT) notitle, \
    for [s = 0:1] data using (ms('p99')):(y(s)) with points pt 6 ps 1.4 * P lw 2 lc rgb (s ? WITH : WITHOUT) notitle, \
    NaN with lines lc rgb INK lw 1.6 dt 3 title 'its delay'

unset label; unset arrow; unset key; unset ylabel; unset logscale x
set lmargin at screen SPLIT + 0.03
set rmargin at screen 0.97
set xrange [0 : RATE_max * 1.1]
set xtics autofreq
set xlabel 'echoes, thousands per second' font font(15) tc rgb INK offset 0, 0.2
set ytics format ''
plot for [s = 0:1] data using (column('echoes_per_s') / 2e3):(y(s)):(column('echoes_per_s') / 2e3):(0.15) with boxxyerror lc rgb FILL[s ? 1 : 2]
unset multiplot
