# Thread tasks beside process tasks: one row a case, throughput with its interval, and how the two
# compare within the same block.


stats [*:*] [*:*] csv using (column('throughput_per_s') > 0 ? column('throughput_per_s') : NaN) name 'RATE' nooutput
use_log = RATE_max > 100 * RATE_min
low = RATE_min / 1.6
high = RATE_max * 1.6
factor = use_log ? 1 : 1e-6

rows_named = 1
tic_digits = '1'
intervals = intervals.'; ratio: processes over threads in the same block'
widest = 1
do for [l = 1:|line|] { widest = max(widest, strlen(line[l])) }
LEFT = min(0.3, (40 + 9.4 * widest) / WIDTH)
GAP = 0.075
ROOM = 0.065
load plots.'/page.gp'

pitch = panel_height * HEIGHT / (|line| + 0.4)
row_font = font(min(16, 0.68 * pitch))
set yrange [|line| + 0.7 : 0.3]
set ytics nomirror scale 0 1
set format y ''
side(k) = kind_style[k] == 1 ? -0.16 : 0.16
mark = min(1.3, pitch / 28)
decade(r) = 10.0 ** floor(log10(r))
nice(r) = r < 2 * decade(r) ? decade(r) : r < 5 * decade(r) ? 2 * decade(r) : 5 * decade(r)

row(p, l, k) = mine(p, l, k) ? column('line') + side(k) : NaN
hover(l, k) = sprintf('%.3g %sper second (%.3g to %.3g)', rate(''), use_log ? '' : 'million ', rate('_low'), rate('_high'))
rate(which) = factor * column('throughput_per_s'.which)

do for [p = 1:|panel|] {
    set lmargin at screen left(p)
    set rmargin at screen left(p) + panel_width
    set tmargin at screen top(p)
    set bmargin at screen top(p) - panel_height
    set title panel[p] font bold(17) tc rgb INK offset 0, -0.4 noenhanced
    set format x use_log ? '%.0s %c' : '%g'
    if (use_log) {
        set logscale x 10
        end = high
        set xrange [low:end]
        eval 'set xtics nomirror ('.log_tics.')'
    } else {
        stats [*:*] [*:*] csv using (column('panel') == p ? rate('_high') : NaN) name 'TOP' nooutput
        end = TOP_max * 1.06
        set xrange [0:end]
        set xtics nomirror nice(TOP_max / 3)
    }
    unset label
    set label 'ratio' at graph 1.03, screen top(p) + 0.014 font font(13) tc rgb GREY
    if (p == 1) {
        tasks = sprintf('%d task%s', counts[1], counts[1] == 1 ? '' : 's')
        set label (use_log ? '' : 'million ').'increments per second, system-wide, '.tasks at screen (LEFT + RIGHT) / 2, BOTTOM - 0.068 center font font(15) tc rgb INK
    }
    if (first_in_row(p)) {
        do for [l = 1:|line|] { set label line[l] at graph -0.04, first l right font row_font tc rgb INK noenhanced }
    }
    eval BEGIN
    plot for [l = 1:|line|] for [k = 1:|kind|] csv using (rate('')):(row(p, l, k)):(rate('_low')):(rate('_high')) with xerrorbars lc rgb colour(l) lw 1.6 pt -1 title series(l, k) noenhanced, \
        for [l = 1:|line|] for [k = 1:|kind|] csv using (rate('')):(row(p, l, k)) with points lc rgb (kind_style[k] == 1 ? colour(l) : PAPER) pt filled(l) ps mark * P title series(l, k) noenhanced, \
        for [l = 1:|line|] for [k = 1:|kind|] csv using (rate('')):(row(p, l, k)) with points lc rgb colour(l) lw 1.6 pt shape(l, k) ps mark * P title series(l, k) noenhanced, \
        csv using (end):(column('panel') == p && column('versus_thread') > 0 ? column('line') : NaN):(sprintf('%.2f', column('versus_thread'))) with labels left offset 0.9, 0 font row_font tc rgb INK noenhanced title 'ratio' noenhanced, \
        for [l = 1:SPEAKS ? |line| : 0] for [k = 1:|kind|] csv using (rate('')):(row(p, l, k)):(hover(l, k)) with labels hypertext point lc rgb colour(l) pt shape(l, k) ps mark * P title series(l, k) noenhanced
    eval END
}
unset multiplot
unset output
