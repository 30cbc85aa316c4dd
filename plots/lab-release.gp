# Increments of the others around a fault of the one that holds the lock: a row of panels for each
# way to release it, a column for each fault. The word in a panel is what became of the lock.

load plots.'/lab_panels.gp'

guards = 'bare scoped handler robust'
guard_names = "'bare unlock' 'scoped unlock' 'cancel handler' 'robust mutex'"
faults = 'return longjmp exit cancel kill'
fault_names = "'early return' 'longjmp' 'thread exit' 'thread cancelled' 'process killed'"
ink(outcome) = theme eq 'print' ? INK : outcome eq 'released' ? COLOUR[2] : outcome eq 'owner-died' ? GOOD : BAD
fill(outcome) = FILL[outcome eq 'released' ? 2 : outcome eq 'owner-died' ? 3 : 1]
duration(us) = us < 1000 ? sprintf('%.0f us', us) : sprintf('%.1f ms', us / 1000)

LEFT = 222 / WIDTH; RIGHT = 0.975; TOP = 0.745; BOTTOM = 0.125; GAP = 0.014
panel_width = (RIGHT - LEFT - 4 * GAP) / 5
panel_height = (TOP - BOTTOM - 3 * GAP) / 4

stats [*:*] [*:*] data using (column('increments_per_ms')) name 'RATE' nooutput
stats [*:*] [*:*] data using (column('at_ms')) name 'AT' nooutput
from = max(AT_min, -1.3 * (AT_max + 5)) # not all of it, if a lock was held for very long
step = AT_max > 150 ? 50 : panel_width * WIDTH < 170 ? 40 : 20
set xrange [from : AT_max + 5]
set yrange [0 : RATE_max / 1000 * 1.5]
set xtics nomirror -step * floor(-(from + 1) / step), step, AT_max # none at the ends, where panels meet
decade = 10.0 ** floor(log10(RATE_max / 1000))
tic = RATE_max / 1000 > 5 * decade ? 5 * decade : RATE_max / 1000 > 2 * decade ? 2 * decade : decade
set ytics nomirror tic

# The row that says what became of it: the first of its guard and fault.
remember(g, f) = strcol('guard') eq g && strcol('fault') eq f && strcol('outcome') ne '' ? (outcome = strcol('outcome'), back = strcol('recover_us'), 1) : 0

do for [g = 1:4] {
    do for [f = 1:5] {
        outcome = ''
        back = ''
        stats [*:*] [*:*] data using (remember(word(guards, g), word(faults, f))) nooutput
        what = outcome eq 'owner-died' ? 'owner died' : outcome eq '' ? 'not seen' : outcome
        if (back ne '') { what = what.', '.duration(real(back)) }
        set lmargin at screen LEFT + (f - 1) * (panel_width + GAP)
        set rmargin at screen LEFT + (f - 1) * (panel_width + GAP) + panel_width
        set tmargin at screen TOP - (g - 1) * (panel_height + GAP)
        set bmargin at screen TOP - (g - 1) * (panel_height + GAP) - panel_height
        set format x g == 4 ? '%g' : ''
        set format y f == 1 ? '%g' : ''
        unset label
        unset arrow
        set arrow from 0, graph 0 to 0, graph 0.76 nohead lc rgb INK lw 1.2 dt 3 back
        set label what at graph 0.97, 0.87 right font bold(14) tc rgb ink(outcome) front
        if (g == 1) { set label word(fault_names, f) at graph 0.5, 1.12 center font bold(15) tc rgb INK }
        if (f == 1) { set label word(guard_names, g) at screen 0.016, TOP - (g - 1) * (panel_height + GAP) - panel_height / 2 font bold(14) tc rgb INK }
        if (f == 1 && g == 1) { set label 'increments of the others per us' at screen 178 / WIDTH, (TOP + BOTTOM) / 2 center rotate font font(14) tc rgb INK }
        if (f == 1 && g == 1) { set label 'ms since the fault, before which the lock was held for a while' at screen (LEFT + RIGHT) / 2, BOTTOM - 0.060 center font font(14) tc rgb INK }
        plot data using (strcol('guard') eq word(guards, g) && strcol('fault') eq word(faults, f) ? column('at_ms') + 2.5 : NaN):(column('increments_per_ms') / 1000):(5) with boxes lc rgb fill(outcome) notitle
    }
}
unset multiplot
