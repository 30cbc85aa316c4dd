# Every window of a case, in the order of the run, one panel a strategy; the colour is how long a
# cache line took from the one task's PU to the other's just before.

keyless = 1
BAR = 0.125
GAP = 0.055
intervals = 'points: one window each; dotted: median'
load plots.'/page.gp'

stats [*:*] [*:*] csv using (column('handoff_ns')) name 'NS' nooutput
stats [*:*] [*:*] csv using (column('trial')) name 'TRIAL' nooutput
cb_low = NS_min * 0.95
cb_high = NS_max > NS_min ? NS_max * 1.05 : NS_min * 1.2
set palette defined (0 REGIME[1], 0.5 REGIME[2], 1 REGIME[3])
set cbrange [cb_low:cb_high]
if (cb_high > 5 * cb_low) { set logscale cb 2 }
set colorbox user origin screen RIGHT + 0.025, screen BOTTOM size screen 0.018, screen TOP - BOTTOM
set cblabel 'handoff before the window, ns' font font(15) tc rgb INK offset 0.5, 0
set cbtics scale 0.3 font tic_font tc rgb INK
decade(r) = 10.0 ** floor(log10(r))
nice(r) = r < 2 * decade(r) ? decade(r) : r < 5 * decade(r) ? 2 * decade(r) : 5 * decade(r)
rate(p) = column('panel') == p ? 1e-6 * column('throughput_per_s') : NaN
handoff(d) = column('handoff_ns') > 0 ? sprintf('handoff %.3g ns', column('handoff_ns')) : 'handoff not measured'
hover(l, k) = sprintf('trial %d: %.4g million per second, %s', column('trial'), 1e-6 * column('throughput_per_s'), handoff(0))
dot = TRIAL_records > 600 ? 0.7 : 1.3
do for [p = 1:|panel|] {
    set lmargin at screen left(p)
    set rmargin at screen left(p) + panel_width
    set tmargin at screen top(p)
    set bmargin at screen top(p) - panel_height
    set title panel[p].sprintf(', %d ', counts[1]).plural(kind[1]) font bold(17) tc rgb INK offset 0, -0.4 noenhanced
    unset ylabel
    if (p == 1) { set ylabel 'million increments per second, system-wide' font font(15) tc rgb INK }
    if (p > 1) { unset colorbox }
    set xlabel 'trial, in the order of the run' font font(15) tc rgb INK offset 0, 0.2
    stats [*:*] [*:*] csv using (rate(p)) name 'RATE' nooutput
    set xrange [0:TRIAL_max * 1.02]
    set yrange [0 : RATE_max > 1e-9 ? RATE_max * 1.08 : 1]
    set xtics nomirror nice(TRIAL_max / 3)
    set ytics nomirror autofreq
    unset arrow
    set arrow from graph 0, first RATE_median to graph 1, first RATE_median nohead lc rgb GREY lw 1.6 dt 3
    eval BEGIN
    eval 'plot csv using (column("trial")):(column("handoff_ns") > 0 ? NaN : rate(p)) with points lc rgb GREY pt 6 ps dot * P title panel[p] noenhanced, csv using (column("trial")):(rate(p)):(column("handoff_ns")) with points palette pt 7 ps dot * P title panel[p] noenhanced'.\
        (SPEAKS && TRIAL_records <= 600 ? ', csv using (column("trial")):(rate(p)):(hover(0, 0)) with labels hypertext point lc rgb "#ff000000" pt 7 ps dot * P title panel[p] noenhanced' : '')
    eval END
}
unset multiplot
unset output
