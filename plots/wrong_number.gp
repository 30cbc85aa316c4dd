# The first runs of each strategy: what the counter said, beside what it should have said. A run's
# bar is as long as the share of its increments that the counter knows of.

keyless = 1
LEFT = 0.03
GAP = 0.035
intervals = sprintf('each row: one run of %s; bold: the final value, below: what it should be; pale: what is missing', sprintf('%d %s', counts[1], counts[1] == 1 ? kind[1] : plural(kind[1])))
load plots.'/page.gp'

SHOWN = 5
# Thousands apart; beyond 10^15, where a real is no whole number any more, as a power of ten.
group(n) = abs(n) < 1000 || abs(n) > 1e15 ? sprintf('%.6g', n) : group(int(n) / 1000).' '.sprintf('%03d', abs(int(n)) % 1000)
whole(name) = column(name)
mine_run(p) = column('panel') == p && column('run') <= SHOWN ? column('run') : NaN
kept(d) = column('ops') > 0 ? column('observed') / column('ops') : 0
lost_words(n, of) = n == 0 ? 'right' : n < 0 ? group(-n).' too many' : 'lost '.(100.0 * n / of < 0.01 ? group(n) : sprintf('%.3g %%', 100.0 * n / of))

# Letters as large as the narrowest of a row's two texts allows: some 34 letters a panel.
big = min(24, panel_width * WIDTH / (0.62 * 30))
unset tics; unset border; unset grid
set xrange [0:1]
set yrange [SHOWN + 0.5 : 0.5]
set style fill solid 1 noborder
do for [p = 1:|panel|] {
    set lmargin at screen left(p)
    set rmargin at screen left(p) + panel_width
    set tmargin at screen top(p)
    set bmargin at screen top(p) - panel_height
    unset title
    unset label
    set label panel[p] at graph 0, screen top(p) + 0.03 font bold(20) tc rgb INK noenhanced
    eval BEGIN
    plot csv using (0.5):(mine_run(p) + 0.16):(0):(1):(mine_run(p) + 0.08):(mine_run(p) + 0.26) with boxxyerror lc rgb SHADE title panel[p].', expected' noenhanced, \
        csv using (0):(mine_run(p)):(0):(min(1, kept(0))):(mine_run(p) + 0.08):(mine_run(p) + 0.26) with boxxyerror lc rgb colour(p) title panel[p].', final value' noenhanced, \
        csv using (0):(mine_run(p) - 0.10):(group(whole('observed'))) with labels left font bold(big) tc rgb INK noenhanced notitle, \
        csv using (1):(mine_run(p) - 0.10):(lost_words(whole('lost'), whole('ops'))) with labels right font font(0.8 * big) tc rgb INK noenhanced notitle, \
        csv using (0):(mine_run(p) + 0.39):('of '.group(whole('ops'))) with labels left font font(0.66 * big) tc rgb GREY noenhanced notitle
    eval END
}
unset multiplot
unset output
