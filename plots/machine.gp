# How long a cache line takes from one PU to another, PU by PU, as the trials themselves measured it
# just before their windows. The diagonal is empty: there is no way from a PU to itself.

keyless = 1
BAR = |pu| > 2 ? 0.13 : 0
intervals = 'cells: medians over all trials of two PUs and more'.(|pu| > 2 ? '' : '; below: what 90 % of them lie between')
array panel[1] = ['']
load plots.'/page.gp'

# Squares, in the middle.
nr = |pu|
side = min((TOP - BOTTOM + 0.02) * HEIGHT, (RIGHT - LEFT) * WIDTH)
middle = (LEFT + RIGHT) / 2
set lmargin at screen middle - side / 2 / WIDTH
set rmargin at screen middle + side / 2 / WIDTH
set tmargin at screen TOP + 0.02
set bmargin at screen TOP + 0.02 - side / HEIGHT
cell = side / nr
unset grid; unset border
set xrange [0.5 : nr + 0.5]
set yrange [nr + 0.5 : 0.5]
skip = ceil(22.0 / cell)
own_tics = ''
do for [i = 1:nr:skip] { own_tics = own_tics.(i > 1 ? ',' : '').sprintf("'%d' %d", pu[i], i) }
eval 'set xtics scale 0 ('.own_tics.')'
eval 'set ytics scale 0 ('.own_tics.')'
set xlabel 'to PU' font font(15) tc rgb INK offset 0, 0.2
set ylabel 'from PU' font font(15) tc rgb INK
stats [*:*] [*:*] csv using (column('handoff_ns')) name 'NS' nooutput
lowest = 10.0 * floor(NS_min / 10)
highest = max(lowest + 10, 10.0 * ceil(NS_max / 10))
if (nr == 2) { lowest = 0; highest = 2 * NS_max }
set palette defined (0 HEAT[1], 1 HEAT[2])
set cbrange [lowest:highest]
if (nr > 2) {
    set colorbox user origin screen middle + side / 2 / WIDTH + 0.03, screen TOP + 0.02 - side / HEIGHT size screen 0.022, screen side / HEIGHT
    set cblabel 'handoff, ns' font font(15) tc rgb INK
    set cbtics scale 0.3 font tic_font tc rgb INK
} else {
    unset colorbox
}
inset = min(0.04, 2 / cell)
text_font = bold(min(40, cell / 5))
small_font = font(min(18, cell / 12))
unset label
set style fill solid 1 noborder
inside(d) = cell < 34 ? '' : sprintf(cell < 70 ? '%.0f' : '%.3g ns', column('handoff_ns'))
hover(d) = sprintf('PU %d to PU %d: %.3g ns, 90 %% within %.3g to %.3g, %d trials', column('from_pu'), column('to_pu'), column('handoff_ns'), column('p5'), column('p95'), column('trials'))
further(d) = cell < 150 ? '' : sprintf('%.3g to %.3g ns', column('p5'), column('p95'))
$diagonal << EOD
EOD
set print $diagonal
print 'at,none'
do for [i = 1:nr] { print sprintf('%d,%d', i, i) }
unset print
eval BEGIN
plot $diagonal using 1:1:($1 - 0.5 + inset):($1 + 0.5 - inset):($1 - 0.5 + inset):($1 + 0.5 - inset) with boxxyerror lc rgb SHADE notitle, \
    csv using 'to':'from':(column('to') - 0.5 + inset):(column('to') + 0.5 - inset):(column('from') - 0.5 + inset):(column('from') + 0.5 - inset):(column('handoff_ns')) with boxxyerror lc palette title 'handoff, ns', \
    csv using 'to':'from':(inside(0)) with labels font text_font tc rgb INK noenhanced notitle, \
    csv using (column('to')):(column('from') + 0.22):(further(0)) with labels font small_font tc rgb INK noenhanced notitle, \
    for [i = 1:SPEAKS && nr <= 32 ? 1 : 0] csv using 'to':(column('from') - 0.25):(hover(0)) with labels hypertext point lc rgb '#ff000000' pt 5 ps min(6, cell / 10) * P title 'handoff, ns'
eval END
unset multiplot
unset output
