# What one step costs, on a logarithmic axis: each step is named with what was measured for it.

keyless = 1
stats [*:*] [*:*] csv using (column('ns_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (column('ns_high')) name 'HIGH' nooutput
low = 10.0 ** floor(log10(LOW_min))
high = HIGH_max * 1.5
tic_digits = '1'
LEFT = 0.30
BAR = 0.09
array panel[1] = ['']
load plots.'/page.gp'

set lmargin at screen LEFT
set rmargin at screen RIGHT
set tmargin at screen TOP + 0.03
set bmargin at screen BOTTOM
set yrange [rungs + 0.6 : 0.4]
set ytics nomirror scale 0 1
set format y ''
set logscale x 10
set xrange [low:high]
price(ns) = ns < 1e3 ? sprintf('%.3g ns', ns) : ns < 1e6 ? sprintf('%.3g µs', 1e-3 * ns) : sprintf('%.3g ms', 1e-6 * ns)
own_tics = ''
do for [d = 0:12] {
    tic = low * 10.0 ** d
    if (tic <= high) { own_tics = own_tics.(d ? ',' : '').sprintf("'%s' %g", price(tic), tic) }
}
eval 'set xtics nomirror ('.own_tics.')'
set xlabel 'time for one, logarithmic' font font(15) tc rgb INK offset 0, 0.2
unset label
pitch = (TOP + 0.03 - BOTTOM) * HEIGHT / (rungs + 0.2)
name_font = bold(min(19, 0.42 * pitch))
small_font = font(min(13.5, 0.30 * pitch))
hover(d) = price(column('ns')).sprintf(' (%s to %s)', price(column('ns_low')), price(column('ns_high')))
eval BEGIN
plot for [r = 1:rungs] csv using (low):(column('rung') == r ? r : NaN):(column('ns') - low):(0) with vectors nohead lc rgb COLOUR[2] lw 6 title 'step', \
    csv using (column('ns')):(column('rung')):(column('ns_low')):(column('ns_high')) with xerrorbars lc rgb INK lw 1.6 pt 7 ps 1.2 * P title 'interval', \
    csv using (high):(column('rung')):(price(column('ns'))) with labels left offset 0.6, 0 font name_font tc rgb INK noenhanced notitle, \
    csv using (low):(column('rung') - 0.16):(stringcolumn('label')) with labels right offset -1, 0 font name_font tc rgb INK noenhanced notitle, \
    csv using (low):(column('rung') + 0.24):(stringcolumn('detail')) with labels right offset -1.2, 0 font small_font tc rgb GREY noenhanced notitle, \
    for [r = 1:SPEAKS ? rungs : 0] csv using (column('ns')):(column('rung') == r ? r : NaN):(hover(0)) with labels hypertext point lc rgb INK pt 7 ps 1.2 * P title 'median'
eval END
unset multiplot
unset output
