# Left: wall time of each way, with what the waits add up to and the longest of them; right: what was
# found out about each host.

array JOB[2] = ['sleep', 'ping']
array JOB_WORDS[2] = ['sleeps', 'hosts asked']
WAYS = 'in_turn threads processes poll_loop'
way(w) = w eq 'in turn' ? 1 : w eq 'threads' ? 2 : w eq 'processes' ? 3 : 4
is_total(j) = strcol('job') eq JOB[j] && !strlen(strcol('host'))
x(j) = is_total(j) ? way(strcol('way')) + (has_hosts ? (j - 1.5) * 0.4 : 0) : NaN
is_host = "strcol('job') eq 'ping' && strlen(strcol('host'))"
number(host) = strlen(host) ? substr(host, 9, 12) + 0 : NaN # after 127.0.0.
number_of(colour) = int('0x'.colour[2:7])
verdict_colour(v) = number_of(v eq 'online' ? GOOD : v eq 'lossy' ? SOSO : BAD)

stats [*:*] [*:*] data using (column('wall_ms')) name 'WALL' nooutput
stats [*:*] [*:*] data using (column('sum_ms')) name 'SUM' nooutput
stats [*:*] [*:*] data using (@is_host ? number(strcol('host')) : 0) name 'HOST' nooutput
has_hosts = HOST_max > 0
jobs = 1 + has_hosts
first = 11

set multiplot
set tmargin at screen 0.735
set lmargin at screen 109 / WIDTH
set rmargin at screen has_hosts ? 0.56 : 0.97
set key at screen (has_hosts ? 0.56 : 0.97), screen 0.810 right top horizontal samplen 1.5 width 1
set xrange [0.4:4.6]
set yrange [0:1.12 * max(WALL_max, SUM_max)]
set xtics scale 0 ('in turn' 1, 'threads' 2, 'processes' 3, 'poll loop' 4)
set grid noxtics
set xlabel 'number over a bar: CPU time in ms' font font(13) tc rgb GREY
set ylabel 'wall time, in ms' font font(15) tc rgb INK
set boxwidth 0.34 absolute
plot for [j = 1:jobs] data using (x(j)):(column('wall_ms')) with boxes fc rgb FILL[j] title JOB_WORDS[j], \
    for [j = 1:jobs] data using (x(j) - 0.2):(column('sum_ms')):(0.4):(0) with vectors nohead lc rgb INK lw 1.6 dt 3 title (j == 1 ? 'sum of waits' : ''), \
    for [j = 1:jobs] data using (x(j) - 0.2):(column('max_ms')):(0.4):(0) with vectors nohead lc rgb INK lw 2.4 title (j == 1 ? 'longest wait' : ''), \
    for [j = 1:jobs] data using (x(j)):(column('wall_ms')):(sprintf('%.2g', column('cpu_ms'))) with labels offset 0, 0.8 font font(13) tc rgb INK notitle
unset label

if (has_hosts) {
    pitch = (0.735 - 0.16) * HEIGHT / (HOST_max - first + 1)
    set lmargin at screen 0.69
    set rmargin at screen 0.985
    set yrange [HOST_max + 0.5:first - 0.5]
    set format y '127.0.0.%g'
    host_font = font(min(15, 0.7 * pitch))
    set ytics scale 0 1 font host_font
    unset ylabel
    unset key
    unset grid
    set xlabel 'verdict on each host' font font(15) tc rgb INK
    plot data using (@is_host ? way(strcol('way')) : NaN):(number(strcol('host'))):(strcol('verdict')):(verdict_colour(strcol('verdict'))) with labels font font(min(15, 0.6 * pitch)) tc rgb variable
}
unset multiplot
set tmargin at screen 0.735
