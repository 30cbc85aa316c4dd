# One case on every machine, one a line: the share it loses, and what it costs, the most lost on top. The
# colour is the CPU's family.

array panel[2] = ['increments lost, % of those done', 'ns per increment and task']
array panel_style[2] = [1, 1]
named = rows_of_machines <= 60
LEFT = named ? min(0.24, (34 + 8.4 * longest) / WIDTH) : 40 / WIDTH
GAP = 0.035
load plots.'/page.gp'

pitch_y = (TOP - BOTTOM) * HEIGHT / rows_of_machines
name_font = font(min(15, 0.86 * pitch_y))
mark = P * min(1.2, 0.3 + pitch_y / 20)
stats [*:*] [*:*] csv using (column('ns_per_op_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (column('ns_per_op_high')) name 'HIGH' nooutput
stats [*:*] [*:*] csv using (100 * column('lost_share_high')) name 'LOST' nooutput
of(l, what) = column('line') == l ? column(what) : NaN
y = ''
factor = 1
hover(d) = sprintf('%s (%s): %.3g %% lost (%.3g to %.3g), %.3g ns (%.3g to %.3g)', stringcolumn('machine'), stringcolumn('cpu'), 100 * column('lost_share'), 100 * column('lost_share_low'), 100 * column('lost_share_high'), column('ns_per_op'), column('ns_per_op_low'), column('ns_per_op_high'))
do for [p = 1:2] {
    set lmargin at screen left(p)
    set rmargin at screen left(p) + panel_width
    set tmargin at screen TOP
    set bmargin at screen BOTTOM
    set title ''
    set xlabel panel[p] font font(15) tc rgb INK offset 0, 0.2
    set yrange [rows_of_machines + 0.6 : 0.4]
    set ytics nomirror scale 0 font name_font textcolor rgb INK noenhanced
    set format y ''
    unset logscale
    column_x = p == 1 ? 'lost_share' : 'ns_per_op'
    factor = p == 1 ? 100 : 1
    if (p == 1) {
        most = exists('LOST_max') ? LOST_max : 0
        set xrange [0 : max(1, min(100, 1.08 * most))]
        set xtics nomirror autofreq
    } else {
        unset ytics
        if (HIGH_max > 20 * LOW_min) {
            set logscale x 10
            set xrange [LOW_min / 1.3 : HIGH_max * 1.3]
        } else {
            set xrange [0 : 1.08 * HIGH_max]
        }
        set xtics nomirror autofreq
    }
    eval BEGIN
    plot for [i = 1:p == 1 && named ? 1 : 0] csv using (NaN):'row':ytic(stringcolumn('machine')) with points notitle, \
        for [l = 1:|line|] csv using (factor * of(l, column_x)):'row':(factor * of(l, column_x.'_low')):(factor * of(l, column_x.'_high')) with xerrorbars lc rgb colour(l) lw 1.3 pt filled(l) ps mark title series(l, 1) noenhanced, \
        for [l = 1:SPEAKS ? |line| : 0] csv using (factor * of(l, column_x)):'row':(hover(0)) with labels hypertext point lc rgb colour(l) pt filled(l) ps mark title series(l, 1) noenhanced
    eval END
}
unset multiplot
unset output
