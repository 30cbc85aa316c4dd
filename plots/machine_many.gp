# How long a cache line takes from one PU to another, machine by machine, side by side on one scale.

keyless = 1
BAR = 0.11
intervals = 'cells: medians over all trials of two PUs'.(left_out ? sprintf('; %d more machines are left out', left_out) : '')
shown = |pus|
load plots.'/page.gp'

# As many to a line as makes the squares largest.
wide = (RIGHT - 0.03) * WIDTH
high = (TOP - 0.07) * HEIGHT
side = 0
per_line = 1
do for [n = 1:shown] {
    of_width = wide / n
    of_height = high / ceil(1.0 * shown / n)
    room = min(of_width - 10, of_height - 30)
    if (room > side) { side = room; per_line = n }
}
step_x = wide / per_line
step_y = high / ceil(1.0 * shown / per_line)
letters = max(4, floor((step_x - 6) / 7.4))
named(p) = strlen(panel[p]) <= letters ? panel[p] : panel[p][1:letters - 1].'…'

unset grid; unset border; unset tics; unset xlabel; unset ylabel
stats [*:*] [*:*] csv using (column('handoff_ns')) name 'NS' nooutput
lowest = 10.0 * floor(NS_min / 10)
highest = max(lowest + 10, 10.0 * ceil(NS_max / 10))
set palette defined (0 HEAT[1], 1 HEAT[2])
set cbrange [lowest:highest]
set style fill solid 1 noborder
# A report shows this picture in the dark, too, where it turns INK light, and a cell keeps its colour.
ON_CELL = theme eq 'light' ? '#1b1b1b' : INK
mine_on(p) = column('panel') == p
inside(p) = mine_on(p) && column('to') > column('from') ? sprintf('%.3g', column('handoff_ns')) : ''
hover_on(p) = sprintf('%s, PU %d to PU %d: %.3g ns, 90 %% within %.3g to %.3g, %d trials', panel[p], column('from_pu'), column('to_pu'), column('handoff_ns'), column('p5'), column('p95'), column('trials'))
do for [p = 1:shown] {
    x = 0.03 * WIDTH + ((p - 1) % per_line) * step_x
    y = TOP * HEIGHT + 10 - ((p - 1) / per_line) * step_y
    nr = pus[p]
    cell = side / nr
    inset = min(0.04, 1 / cell)
    set lmargin at screen x / WIDTH
    set rmargin at screen (x + side) / WIDTH
    set tmargin at screen y / HEIGHT
    set bmargin at screen (y - side) / HEIGHT
    set xrange [0.5 : nr + 0.5]
    set yrange [nr + 0.5 : 0.5]
    if (p == 1) {
        set colorbox user origin screen RIGHT + 0.02, screen (TOP * HEIGHT + 10 - high + 30) / HEIGHT size screen 0.018, screen (high - 40) / HEIGHT
        set cblabel 'handoff, ns' font font(15) tc rgb INK
        set cbtics scale 0.3 font tic_font tc rgb INK
    } else {
        unset colorbox
    }
    unset label
    set label named(p) at graph 0, screen (y + 9) / HEIGHT font font(13) tc rgb INK noenhanced
    eval BEGIN
    plot csv using (mine_on(p) ? column('to') : NaN):'from':(column('to') - 0.5 + inset):(column('to') + 0.5 - inset):(column('from') - 0.5 + inset):(column('from') + 0.5 - inset):(column('handoff_ns')) with boxxyerror lc palette title 'handoff, ns', \
        for [i = 1:cell >= 34 ? 1 : 0] csv using (mine_on(p) ? column('to') : NaN):'from':(inside(p)) with labels font font(min(17, cell / 2.6)) tc rgb ON_CELL noenhanced notitle, \
        for [i = 1:SPEAKS && nr <= 16 ? 1 : 0] csv using (mine_on(p) ? column('to') : NaN):'from':(hover_on(p)) with labels hypertext point lc rgb '#ff000000' pt 5 ps min(6, cell / 10) * P title 'handoff, ns'
    eval END
}
unset multiplot
unset output
