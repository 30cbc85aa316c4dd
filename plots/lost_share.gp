# Share of the increments that were lost, against tasks. Strategies that cannot lose, and did not,
# share one grey line at 0 (line 0 in the CSV).

reference = '1 - 1/N'
ground = exact ? 'exact ones: 0 %' : ''
crowd = crowded ? 'tasks > PUs' : ''
load plots.'/page.gp'

# If each task writes back what it read, only one of N increments survives.
set print $reference
print 'count,percent'
do for [n = xs[1]:xs[|xs|]] { print sprintf('%d,%.6f', n, 100 - 100.0 / n) }
unset print

set yrange [-4:104]
set ytics nomirror 20
GROUND = "csv using (column('panel') == p && column('line') == 0 ? column('x') : NaN):(0) with lines lc rgb GREY lw 4 title ground noenhanced, "
y = 'lost_share'
factor = 100
unit = '%'
do for [p = 1:|panel|] {
    load plots.'/panel.gp'
    if (first_in_row(p)) { set ylabel 'increments lost, % of those done' font font(15) tc rgb INK }
    eval BEGIN
    eval 'plot $reference using 1:2 with lines lc rgb INK lw 1.6 dt 3 title reference noenhanced, '.GROUND.CURVES
    eval END
}
unset multiplot
unset output
