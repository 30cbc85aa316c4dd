# Left: how long the waiter was blocked, and which part of that was CPU time; right: how soon it went
# on after the release. One bar or point a repetition.

stats [*:*] [*:*] data using (column('repeat')) name 'REPEAT' nooutput
stats [*:*] [*:*] data using (column('wait_ms')) name 'WAIT' nooutput
stats [*:*] [*:*] data using (column('held_ms')) name 'HELD' nooutput
stats [*:*] [*:*] data using (column('handover_us')) name 'HANDOVER' nooutput
n = REPEAT_max
low = HANDOVER_min / 2
high = HANDOVER_max * 2
load plots.'/log_tics.gp'
array LOCK[2] = ['mutex', 'spin']
array WORDS[2] = ['mutex', 'spin lock']
x(l) = strcol('lock') eq LOCK[l] ? l + (column('repeat') - (n + 1) / 2.0) * 0.8 / n : NaN

set multiplot
set tmargin at screen 0.735
set xrange [0.45:2.55]
set xtics scale 0 (WORDS[1] 1, WORDS[2] 2)
set grid noxtics

set lmargin at screen 109 / WIDTH
set rmargin at screen 0.56
set key at screen 0.56, screen 0.810 right top horizontal samplen 2 width 1
set yrange [0:1.18 * max(WAIT_max, HELD_max)]
set ylabel 'time of the waiter, in ms' font font(15) tc rgb INK
set boxwidth 0.7 / n absolute
plot for [l = 1:2] data using (x(l)):(column('wait_ms')) with boxes fc rgb SHADE fs solid border lc rgb GREY title (l == 1 ? 'blocked' : ''), \
    for [l = 1:2] data using (x(l)):(column('cpu_ms')) with boxes fc rgb FILL[l] title 'CPU time, '.WORDS[l], \
    HELD_median with lines lc rgb INK lw 1.6 dt 3 title 'held'
unset label

set lmargin at screen 0.56 + 122 / WIDTH
set rmargin at screen 0.97
set logscale y 10
set yrange [low:high]
set format y '%g'
eval 'set ytics ('.log_tics.')'
set ylabel 'from release to going on, in us' font font(15) tc rgb INK
unset key
plot for [l = 1:2] data using (x(l)):(column('handover_us')) with points pt SHAPE[l] ps 1.6 * P lc rgb COLOUR[l]
unset multiplot
set tmargin at screen 0.735
