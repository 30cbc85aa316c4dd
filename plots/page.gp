# The page around the panels: title, lesson, small print, and the key on the right. Begins the
# multiplot. The figure has set
#   lesson        what to learn from it, one sentence that is true of any machine
# and, where it has such a thing, what the key is to say of it
#   reference     of the dotted line
#   ground        of the solid grey line
#   crowd         of the shaded region
#   open_marks    of the hollow marks
# and may have set
#   LEFT, GAP     where the first panel begins, and the room between two
#   ROOM          the room between the last one and the key
#   rows_named    1 if its rows are named at the axis, so that the key need not name the lines
#   kinds_named   1 if the key is to name the kind of tasks also where there is but one
#   keyless       1 if it needs no key: then the panels, or BAR (a colour bar's room), reach the edge
#
# Panels follow: left(p), top(p), panel_width, panel_height. A plot within them stands between
#   eval BEGIN and eval END
# so that in an SVG the title of each series names its group (gnuplot does so in enhanced mode only).

if (!exists('lesson')) lesson = ''
if (!exists('reference')) reference = ''
if (!exists('ground')) ground = ''
if (!exists('crowd')) crowd = ''
if (!exists('open_marks')) open_marks = ''
if (!exists('kinds_named')) kinds_named = 0
if (!exists('rows_named')) rows_named = 0
if (!exists('keyless')) keyless = 0
if (!exists('BAR')) BAR = 0
SPEAKS = format eq 'svg'
BEGIN = SPEAKS ? 'set termoption enhanced' : ''
END = SPEAKS ? 'set termoption noenhanced' : ''
series(l, k) = line[l].', '.plural(kind[k])
if (!exists('GAP')) GAP = 0.03
if (!exists('ROOM')) ROOM = 0.022

# Where things are, in screen coordinates (y upwards).
if (!exists('LEFT')) LEFT = 112 / WIDTH # tics of six digits, and a label
TOP = strlen(finding) > 72 ? 0.742 : 0.770
BOTTOM = 0.155
widest = max(9, max(strlen(reference), max(strlen(ground), max(strlen(crowd), strlen(open_marks)))))
do for [l = 1:rows_named ? 0 : |line|] { widest = max(widest, strlen(line[l])) }
do for [k = 1:|kind|] { widest = max(widest, strlen(plural(kind[k]))) }
do for [o = 1:overlays] { widest = max(widest, strlen(overlay[o])) }
KEY = 1 - min(0.30, (68 + 9.6 * widest) / WIDTH)
RIGHT = keyless ? 0.975 - BAR : KEY - ROOM

keyed(n) = keyless ? 0 : n
rows = (rows_named ? 0 : |line|) + (|kind| > 1 || kinds_named ? |kind| + 0.5 : 0)
rows = rows + (strlen(reference) > 0) + (strlen(ground) > 0) + (strlen(crowd) > 0) + (strlen(open_marks) > 0) + overlays + 0.5
pitch = min(0.050, (TOP - BOTTOM) / rows)
key_font = font(min(16, 0.68 * pitch * HEIGHT))
SAMPLE = 44 / WIDTH
row = 0.5

# The next row of the key: a line and a point (0: none), and what they mean.
key_line = "set arrow from screen KEY, TOP - row * pitch rto screen SAMPLE, 0 nohead "
key_point = "set label '' at screen KEY + SAMPLE / 2, TOP - row * pitch point ps 1.1 * P "
key_text = "set label what at screen KEY + SAMPLE + 10 / WIDTH, TOP - row * pitch font key_font tc rgb INK; row = row + 1"

do for [l = 1:rows_named ? 0 : keyed(|line|)] {
    what = line[l]
    eval key_line.'lc rgb colour(l) lw 2 dt 0 + (|kind| > 1 ? 1 : dash(1))'
    eval key_point.'lc rgb colour(l) pt (|kind| > 1 ? filled(l) : shape(l, 1))'
    eval key_text
}
row = row + (rows_named ? 0 : 0.5)
if (keyed(|kind|) > 1 || kinds_named) {
    do for [k = 1:|kind|] {
        what = plural(kind[k])
        # widths differ a hair, or gnuplot's SVG takes two lines for one and drops the dashes
        eval rows_named ? '' : key_line.'lc rgb INK lw 2 + 0.01 * k dt dash(k)'
        eval key_point.'lc rgb INK pt kind_mark(k)'
        eval key_text
    }
    row = row + 0.5
}
do for [o = 1:overlays] {
    what = overlay[o]
    eval key_line.'lc rgb INK lw 1 + 0.01 * o'
    eval key_point.'lc rgb INK pt hollow(o)'
    eval key_text
}
what = reference
if (strlen(what)) { eval key_line.'lc rgb INK lw 1.6 dt 3'; eval key_text }
what = ground
if (strlen(what)) { eval key_line.'lc rgb GREY lw 4'; eval key_text }
what = crowd
if (strlen(what)) {
    set object rectangle from screen KEY, TOP - (row + 0.3) * pitch to screen KEY + SAMPLE, TOP - (row - 0.3) * pitch fc rgb SHADE fs solid noborder
    eval key_text
}
what = open_marks
if (strlen(what)) { eval key_point.'lc rgb INK pt 6'; eval key_text }

# A letter is about 0.6 of its size wide, a bold one 0.62. A long title takes two lines.
fit(words, size, width) = min(size, 0.955 * WIDTH / (width * max(1, strlen(words))))
cut = strlen(finding)
if (cut > 72) {
    half = max(0.6 * cut, cut - 66)
    unit_at(i) = finding[i:i] eq '%' || finding[i:i + 1] eq 'ns' || finding[i:i + 6] eq 'million' || finding[i:i + 7] eq 'thousand'
    do for [i = 20:floor(half)] { if (finding[i:i] eq ' ' && !unit_at(i + 1)) { cut = i } }
}
head = finding[1:cut]
tail = finding[cut + 1:*]
set label head at screen 0.022, 0.942 font bold(fit(head, 28, 0.62)) tc rgb INK
if (strlen(tail)) { set label tail at screen 0.022, 0.890 font bold(min(fit(head, 28, 0.62), fit(tail, 28, 0.62))) tc rgb INK }
set label lesson at screen 0.022, (strlen(tail) ? 0.834 : 0.876) font font(fit(lesson, 18, 0.6)) tc rgb GREY
if (overlays) { set label overlay_source at screen 0.022, 0.054 font font(fit(overlay_source, 12.5, 0.6)) tc rgb GREY }
small = intervals.(machine eq '' ? '' : '  |  '.machine).(date eq '' ? '' : '  |  '.date)
set label small at screen 0.022, 0.028 font font(fit(small, 12.5, 0.6)) tc rgb GREY

set multiplot
set lmargin at screen 0; set rmargin at screen 1; set bmargin at screen 0; set tmargin at screen 1
unset border; unset tics; unset grid
plot [0:1] [0:1] 2 lc rgb PAPER notitle
unset label; unset arrow; unset object
set border 3 lc rgb GREY lw 1
set grid lc rgb PALE lt 1 lw 0.8
tic_font = font(15)
set tics nomirror scale 0.5 font tic_font textcolor rgb INK

# Panels side by side; more than three go on two lines.
lines_of_panels = |panel| > 3 ? 2 : 1
per_line = (|panel| + lines_of_panels - 1) / lines_of_panels
GAP_Y = 0.15
panel_width = (RIGHT - LEFT - GAP * (per_line - 1)) / per_line
panel_height = (TOP - BOTTOM - GAP_Y * (lines_of_panels - 1)) / lines_of_panels
left(p) = LEFT + ((p - 1) % per_line) * (panel_width + GAP)
top(p) = TOP - ((p - 1) / per_line) * (panel_height + GAP_Y)
first_in_row(p) = (p - 1) % per_line == 0

# Tics of a logarithmic axis from low to high: 1, 2 and 5 of each decade if that is not too many.
log_tics = ''
if (!exists('tic_digits')) tic_digits = exists('low') && exists('high') && high > 2000 * low ? '1' : '1 2 5'
if (exists('low') && exists('high') && low > 0) {
    do for [d = -9:15] {
        do for [m in tic_digits] {
            tic = m * 10.0 ** d
            if (tic >= low && tic <= high) { log_tics = log_tics.(strlen(log_tics) ? ',' : '').sprintf('%g', tic) }
        }
    }
}
