# What share of the increments the luckiest and the unluckiest task got, one row a lock.

rows_named = 1
keyless = 1
BAR = 0.09
fair = 100.0 / counts[1]
widest = 1
do for [l = 1:|line|] { widest = max(widest, strlen(line[l])) }
LEFT = min(0.3, (40 + 11.5 * widest) / WIDTH)
intervals = intervals.'; Jain: fairness index, 1 is all equal'
load plots.'/page.gp'

stats [*:*] [*:*] csv using (100 * column('luckiest_high')) name 'TOP' nooutput
set lmargin at screen LEFT
set rmargin at screen RIGHT
set tmargin at screen TOP
set bmargin at screen BOTTOM
pitch = (TOP - BOTTOM) * HEIGHT / (|line| + 0.4)
row_font = font(min(19, 0.62 * pitch))
mark = min(1.7, pitch / 24)
set yrange [|line| + 0.7 : 0.3]
set ytics nomirror scale 0 1
set format y ''
end = min(100, max(TOP_max, fair) * 1.12)
set xrange [0:end]
set xtics nomirror autofreq
set xlabel sprintf('share of the increments, %% (%d %s; hollow: the unluckiest, filled: the luckiest)', counts[1], plural(kind[1])) font font(15) tc rgb INK offset 0, 0.2
unset label
do for [l = 1:|line|] { set label line[l] at graph -0.02, first l right font row_font tc rgb INK noenhanced }
set label sprintf('fair: %.3g %%', fair) at first fair, screen TOP + 0.022 center font font(15) tc rgb INK
set label 'Jain' at graph 1.02, screen TOP + 0.022 font font(15) tc rgb GREY
set arrow from first fair, graph 0 to first fair, graph 1 nohead lc rgb INK lw 1.6 dt 3
row(l) = column('line') == l ? l : NaN
pc(name) = 100 * column(name)
hover(l, k) = sprintf('luckiest %.3g %%, unluckiest %.3g %%', pc('luckiest'), pc('unluckiest'))
eval BEGIN
plot for [l = 1:|line|] csv using (pc('unluckiest')):(row(l)):(pc('luckiest') - pc('unluckiest')):(0) with vectors nohead lc rgb colour(l) lw 5 title series(l, 1) noenhanced, \
    for [l = 1:|line|] csv using (pc('unluckiest')):(row(l)):(pc('unluckiest_low')):(pc('unluckiest_high')) with xerrorbars lc rgb colour(l) lw 1.6 pt -1 title series(l, 1) noenhanced, \
    for [l = 1:|line|] csv using (pc('luckiest')):(row(l)):(pc('luckiest_low')):(pc('luckiest_high')) with xerrorbars lc rgb colour(l) lw 1.6 pt 7 ps mark * P title series(l, 1) noenhanced, \
    for [l = 1:|line|] csv using (pc('unluckiest')):(row(l)) with points lc rgb PAPER pt 7 ps mark * P title series(l, 1) noenhanced, \
    for [l = 1:|line|] csv using (pc('unluckiest')):(row(l)) with points lc rgb colour(l) lw 2 pt 6 ps mark * P title series(l, 1) noenhanced, \
    csv using (end):(column('line')):(sprintf('%.3f', column('jain'))) with labels left offset 0.9, 0 font row_font tc rgb INK noenhanced notitle, \
    for [l = 1:SPEAKS ? |line| : 0] csv using (pc('luckiest')):(row(l)):(hover(l, 1)) with labels hypertext point lc rgb colour(l) pt 7 ps mark * P title series(l, 1) noenhanced
eval END
unset multiplot
unset output
