# ns that a message takes by each way, and the system calls that it needs. A way that was left out
# has no bar.

by_kernel = '|pipe|batched pipe|socket pair|POSIX queue|'
called(way) = strstrt(by_kernel, '|'.way.'|') > 0
number(n) = n >= 1000 ? sprintf('%.0f', n) : sprintf('%.3g', n)
calls(n) = sprintf(n < 0.1 ? '%.1g calls' : '%.2g calls', n)

stats [*:*] [*:*] data using (column('ns_per_message')) name 'NS' nooutput
ways = NS_records + NS_invalid + NS_blank
low = 10.0 ** floor(log10(NS_min / 1.5))
high = NS_max * 8
set logscale y 10
set yrange [low:high]
set format y '%g'
set ytics nomirror
set xrange [-0.6:ways - 0.4]
set grid noxtics
set ylabel 'ns per message' font font(15) tc rgb INK
set xlabel 'how a number gets from one process to the other' font font(15) tc rgb INK
plot data using 0:(called(strcol('way')) ? column('ns_per_message') : NaN):(0.6):xtic(strcol('way')) with boxes lc rgb FILL[2] title 'through the kernel', \
    data using 0:(called(strcol('way')) ? NaN : column('ns_per_message')):(0.6) with boxes lc rgb FILL[3] title 'in shared memory', \
    data using 0:(column('ns_per_message')):(number(column('ns_per_message')).' ns') with labels offset 0, 1.8 font bold(15) tc rgb INK notitle, \
    data using 0:(column('calls_per_message') >= 0 ? column('ns_per_message') : NaN):(calls(column('calls_per_message'))) with labels offset 0, 0.7 font font(13) tc rgb GREY notitle
