# How fast a lock is, against how often it goes to another task, one point a lock. Those that none
# other beats in both are joined, and their names bold. Each name stands where there is room, with a
# line to its point if it had to move.

keyless = 1
BAR = 0.13
array panel[1] = ['']
intervals = intervals.'; bold: none other beats it in both; dotted: the next one drawn by lot'
share(which) = column('handover_share'.which)
rate(which) = 1e-6 * column('throughput_per_s'.which)
stats [*:*] [*:*] csv using (share('') > 0 ? share('') : 0.001) name 'SHARE' nooutput
stats [*:*] [*:*] csv using (rate('_low')) name 'LOW' nooutput
stats [*:*] [*:*] csv using (rate('_high')) name 'HIGH' nooutput
low = LOW_min / 1.5
high = HIGH_max * 1.5
load plots.'/page.gp'

# A lock that never changed hands stands at the left edge, which is 0 then.
stats [*:*] [*:*] csv using (share('')) name 'ANY' nooutput
edge = min(0.1, 10.0 ** floor(log10(SHARE_min) - 0.15))
last = 1.25
at(s) = max(s, edge)
set lmargin at screen LEFT
set rmargin at screen RIGHT
set tmargin at screen TOP
set bmargin at screen BOTTOM
set logscale xy 10
set xrange [edge:last]
set yrange [low:high]
own_tics = ''
do for [d = 0:9] {
    tic = 10.0 ** -d
    if (tic > edge * (ANY_min > 0 ? 0.99 : 1.5)) { own_tics = own_tics.(d ? ',' : '').sprintf("'%g %%%%' %g", 100 * tic, tic) }
}
if (ANY_min == 0) { own_tics = own_tics.sprintf(", '0' %g", edge) }
eval 'set xtics nomirror ('.own_tics.')'
eval 'set ytics nomirror ('.log_tics.')'
set xlabel sprintf('increments for which the lock came from another task, logarithmic (%d %s)', counts[1], plural(kind[1])) font font(15) tc rgb INK offset 0, 0.2
set ylabel 'million increments per second, system-wide' font font(15) tc rgb INK
unset label
lot = 1 - 1.0 / counts[1]
set label sprintf('by lot: %.3g %%', 100 * lot) at first lot, screen TOP + 0.022 center font font(15) tc rgb INK
set arrow from first lot, graph 0 to first lot, graph 1 nohead lc rgb INK lw 1.6 dt 3

# Names, in pixels of the page from the left and from below: the highest point chooses first.
array X[|line|]
array Y[|line|]
array X0[|line|] # the ends of its bars
array X1[|line|]
array Y0[|line|]
array Y1[|line|]
array front[|line|]
array done[|line|]
across(s) = (LEFT + (RIGHT - LEFT) * log(at(s) / edge) / log(last / edge)) * WIDTH
up(r) = (BOTTOM + (TOP - BOTTOM) * log(r / low) / log(high / low)) * HEIGHT
own = 0
stats [*:*] [*:*] csv using (own = int(column('line')), X[own] = across(share('')), X0[own] = across(share('_low')), X1[own] = across(share('_high')), Y[own] = up(rate('')), Y0[own] = up(rate('_low')), Y1[own] = up(rate('_high')), front[own] = int(column('front')), done[own] = 0) nooutput
size = |line| > 24 ? 13 : 15
line_height = 1.22 * size
wide(l) = (front[l] ? 0.7 : 0.62) * size * strlen(line[l])
array NX[|line|] # where each name begins, and its middle
array NY[|line|]
array owner[|line|]
apart(a, b, least) = abs(a - b) >= least
hits_name(x, y, w, n) = sum [j = 1:n] (!apart(y, NY[j], line_height) && x < NX[j] + wide(owner[j]) + 6 && NX[j] < x + w + 6)
hits_point(x, y, w) = sum [j = 1:|line|] (!apart(y, Y[j], 0.5 * line_height + 5) && X[j] > x - 8 && X[j] < x + w + 8)
hits_lot(x, w) = x - 4 < across(lot) && x + w + 4 > across(lot)
hits_bar(x, y, w) = sum [j = 1:|line|] (!apart(y, Y[j], 0.6 * size) && X1[j] > x && X0[j] < x + w || X[j] > x - 3 && X[j] < x + w + 3 && Y1[j] > y - 0.6 * size && Y0[j] < y + 0.6 * size)
outside(x, y, w) = x < LEFT * WIDTH + 4 || x + w > 0.995 * WIDTH || y < BOTTOM * HEIGHT + 0.6 * line_height || y > TOP * HEIGHT
taken(x, y, w, n, strict) = outside(x, y, w) || hits_name(x, y, w, n) || hits_point(x, y, w) || strict && (hits_lot(x, w) || hits_bar(x, y, w))
do for [n = 1:|line|] {
    top = 0
    do for [l = 1:|line|] { if (!done[l] && (top == 0 || Y[l] > Y[top > 0 ? top : 1])) { top = l } }
    done[top] = 1
    owner[n] = top
    found = 0
    # first where no bar is either, but not far away for that
    do for [try = 0:55] {
        ring = try < 15 ? try : try - 15
        do for [side = 1:4] {
            # right and left of it, below and above; the further away vertically, the further aside
            aside = 11 + min(26, 8 * ring)
            x = side % 2 ? X[top] + aside : X[top] - aside - wide(top)
            y = Y[top] + (side <= 2 ? -0.5 : 0.5) * ring * line_height
            if (!found && !taken(x, y, wide(top), n - 1, try < 15)) {
                found = 1
                NX[n] = x
                NY[n] = y
            }
        }
        if (found) { break }
    }
    if (!found) { NX[n] = X[top] + 11; NY[n] = Y[top] }
    name_font = front[top] ? bold(size) : font(size)
    beyond = NX[n] > X[top]
    edge_of_name = beyond ? NX[n] : NX[n] + wide(top)
    eval "set label line[top] at screen edge_of_name / WIDTH, NY[n] / HEIGHT ".(beyond ? 'left' : 'right')." font name_font tc rgb INK noenhanced front"
    from = beyond ? edge_of_name - 3 : edge_of_name + 3
    if (!apart(NY[n], Y[top], 1)) { continue }
    set arrow from screen from / WIDTH, NY[n] / HEIGHT to screen X[top] / WIDTH, Y[top] / HEIGHT nohead lc rgb GREY lw 0.8
}

mark(l) = column('line') == l ? at(share('')) : NaN
hover(l) = sprintf('%.3g million per second (%.3g to %.3g), %.3g %% handovers (%.3g to %.3g)', rate(''), rate('_low'), rate('_high'), 100 * share(''), 100 * share('_low'), 100 * share('_high'))
eval BEGIN
plot csv using (column('front') == 1 ? at(share('')) : NaN):(rate('')) smooth unique with lines lc rgb PALE lw 7 notitle, \
    for [l = 1:|line|] csv using (mark(l)):(rate('')):(at(share('_low'))):(at(share('_high'))):(rate('_low')):(rate('_high')) with xyerrorbars lc rgb colour(l) lw 1.4 pt -1 title series(l, 1) noenhanced, \
    for [l = 1:|line|] csv using (mark(l)):(rate('')) with points lc rgb colour(l) pt filled(l) ps 1.4 * P title series(l, 1) noenhanced, \
    for [l = 1:SPEAKS ? |line| : 0] csv using (mark(l)):(rate('')):(hover(l)) with labels hypertext point lc rgb colour(l) pt filled(l) ps 1.4 * P title series(l, 1) noenhanced
eval END
unset multiplot
unset output
