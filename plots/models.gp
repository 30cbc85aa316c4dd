# Which outcome each memory model allows, one row a program, and how often it was seen here.
#
# The script has set program[], the names of the rows.

keyless = 1
intervals = 'outcome: the number that a program makes of what was read (racelab explore NAME)'
load plots.'/page.gp'

stats [*:*] [*:*] csv using (column('crowded')) name 'CROWDED' nooutput
group(n) = n >= 1000 && n < 1e15 ? group(int(n) / 1000).' '.sprintf('%03d', int(n) % 1000) : sprintf('%.6g', n)
n = |program|
HIGH = TOP - 0.012
LOW = 0.072
pitch = (HIGH - LOW) * HEIGHT / (n + 0.3)
size = min(19, 0.50 * pitch)
row_font = font(size)
head_font = bold(min(18, size))
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen HIGH; set bmargin at screen LOW
unset border; unset tics; unset grid
set xrange [0:1]
set yrange [n + 0.65 : 0.35]

# Where the columns are: names, outcomes (right), the middles of three models, what was seen.
NAME = 0.022
OUTCOME = 0.305
STEP = 0.128
middle(m) = 0.400 + STEP * (m - 1)
SEEN = 0.750
array model[3] = ['sc', 'tso', 'rc11']

unset label
set label 'program' at screen NAME, TOP + 0.012 font head_font tc rgb INK
set label 'outcome' at screen OUTCOME, TOP + 0.012 right font head_font tc rgb INK
do for [m = 1:3] { set label model[m] at screen middle(m), TOP + 0.012 center font head_font tc rgb INK }
set label 'seen on this machine' at screen SEEN, TOP + 0.012 font head_font tc rgb INK
if (exists('CROWDED_max') && CROWDED_max > 0) { set label '*: more tasks than PUs' at screen 0.978, 0.028 right font font(12.5) tc rgb GREY }

# A line above each program that is no variant of the one before.
belongs(i) = program[i][1:strlen(program[i - 1])] eq program[i - 1]
do for [i = 2:n] {
    if (!belongs(i)) { set arrow from first NAME, first i - 0.5 to first 0.978, first i - 0.5 nohead lc rgb PALE lw 1 }
}

known(m, yes) = column(model[m]) == yes ? column('row') : NaN
share(d) = sprintf('%.2g %% of %s', 100.0 * column('seen') / column('raced'), group(column('raced')))
said(d) = (column('seen') > 0 ? share(0) : 'not seen in '.group(column('raced'))).(column('crowded') > 0 ? ' *' : '')
impossible(d) = column('seen') > 0 && column('rc11') == 0
row(yes) = impossible(0) || column('raced') < 1 || (column('seen') > 0) != yes ? NaN : column('row')
HALF = 0.46 * STEP
set style fill solid 1 noborder
eval BEGIN
plot for [m = 1:3] csv using (middle(m)):(known(m, 1)):(middle(m) - HALF):(middle(m) + HALF):(column('row') - 0.39):(column('row') + 0.39) with boxxyerror fc rgb HEAT[2] notitle, \
    for [m = 1:3] csv using (middle(m)):(known(m, 1)):('allowed') with labels center font bold(size) tc rgb INK noenhanced notitle, \
    for [m = 1:3] csv using (middle(m)):(known(m, 0)):('forbidden') with labels center font row_font tc rgb GREY noenhanced notitle, \
    csv using (NAME):(column('row')):(program[int(column('row'))]) with labels left font bold(size) tc rgb INK noenhanced notitle, \
    csv using (OUTCOME):(column('row')):(sprintf('%d', column('outcome'))) with labels right font row_font tc rgb INK noenhanced notitle, \
    csv using (SEEN):(row(1)):(said(0)) with labels left font bold(size) tc rgb INK noenhanced notitle, \
    csv using (SEEN):(row(0)):(said(0)) with labels left font row_font tc rgb GREY noenhanced notitle, \
    csv using (SEEN):(impossible(0) ? column('row') : NaN):('FORBIDDEN, and seen: '.group(column('seen'))) with labels left font bold(size) tc rgb BAD noenhanced notitle
eval END
unset multiplot
unset output
