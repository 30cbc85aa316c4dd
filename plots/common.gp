# One style for all figures: the page (title, lesson, key, small print), colours, shapes, dashes.
#
# Loaded by the script that `racelab plot` writes (DIR/figures/NAME.gp), which has set
#   name, finding, machine, date, intervals, plots    texts
#   panel[], line[], kind[], and *_style[] of each    what the CSV's columns panel, line, kind mean
#   counts[]                                          the counts of tasks there are, rising
#   exact                                             points of line 0 (lost_share only)
#   fits, crowded                                     oversubscription begins between these two, if
#                                                     crowded is not 0
# and from the command line, each of which may be missing
#   format ('svg'), theme ('light'), size ('16:9')

if (!exists('format')) format = 'svg'
if (!exists('theme')) theme = 'light'
if (!exists('size')) size = '16:9'
if (strstrt('|svg|png|pdf|', '|'.format.'|') == 0) { exit error "format '".format."' is none of svg, png, pdf" }
if (strstrt('|light|dark|print|', '|'.theme.'|') == 0) { exit error "theme '".theme."' is none of light, dark, print" }
if (strstrt('|16:9|4:3|', '|'.size.'|') == 0) { exit error "size '".size."' is none of 16:9, 4:3" }
csv = name.'.csv'
set encoding utf8
set datafile separator ','
set datafile columnheaders
set datafile missing NaN # rows of other lines are passed over; as plain NaN they would cut a line

# Sizes are pixels of a page of WIDTH x HEIGHT; u is what the terminal calls one (measured: cairo's
# letters come out 4/3 as large as asked for), P the pointsize that looks alike in all three. A page
# of 4:3 is a little narrower than one of 16:9, so that its letters stay legible on a slide.
WIDTH = size eq '4:3' ? 1120.0 : 1280.0
HEIGHT = size eq '4:3' ? 840.0 : 720.0

# Colours. Those of lines and points by Okabe and Ito (Color Universal Design, 2008), without the
# yellow, which white paper swallows; on dark ground, lighter ones of the same order. Text has a
# contrast of 4.5 or more to its ground.
#   PAPER, SHADE    the ground, and where there are more tasks than PUs
#   INK, GREY       text; small print, and axes
#   PALE            the grid
#   COLOUR[]        lines and points
#   FILL[]          boxes, with a line around them as `eval 'set style fill solid '.BORDER` says:
#                   in print, some are of a grey that no line could have
#   DIM             boxes of what does not count
#   GOOD, SOSO, BAD words that judge
#   HEAT[]          the ends of a scale that INK can be read on
#   REGIME[]        a scale of points, from a fast machine to a slow one
if (theme eq 'light') {
    PAPER = '#ffffff'; SHADE = '#ececec'; INK = '#1a1a1a'; GREY = '#6e6e6e'; PALE = '#dddddd'
    array COLOUR[7] = ['#D55E00', '#0072B2', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000']
    DIM = '#b8b8b8'; GOOD = '#007a58'; SOSO = '#8a5c00'; BAD = '#b84f00'
    array HEAT[2] = ['#e8f2fa', '#6fb1dd']
    array REGIME[3] = ['#0072B2', '#CC79A7', '#D55E00']
}
if (theme eq 'dark') {
    PAPER = '#15181e'; SHADE = '#272c35'; INK = '#f0f0f0'; GREY = '#a8adb5'; PALE = '#3b414c'
    array COLOUR[7] = ['#ff8c42', '#5aa9f0', '#2fc79a', '#e79cc8', '#f5c04a', '#9adcf8', '#f0f0f0']
    DIM = '#5b626e'; GOOD = '#2fc79a'; SOSO = '#f5c04a'; BAD = '#ff8c42'
    array HEAT[2] = ['#1f2a3a', '#2a6296']
    array REGIME[3] = ['#5aa9f0', '#e79cc8', '#ff8c42']
}
if (theme eq 'print') {
    PAPER = '#ffffff'; SHADE = '#dedede'; INK = '#000000'; GREY = '#595959'; PALE = '#c4c4c4'
    array COLOUR[7] = ['#000000', '#8a8a8a', '#4d4d4d', '#6e6e6e', '#2b2b2b', '#949494', '#000000']
    array FILL[7] = ['#5c5c5c', '#b4b4b4', '#f2f2f2', '#7d7d7d', '#a0a0a0', '#d4d4d4', '#000000']
    BORDER = 'border lc rgb INK'
    DIM = PAPER; GOOD = INK; SOSO = INK; BAD = INK
    array HEAT[2] = ['#f4f4f4', '#a0a0a0']
    array REGIME[3] = ['#b4b4b4', '#6e6e6e', '#000000']
} else {
    array FILL[7]
    do for [i = 1:7] { FILL[i] = COLOUR[i] }
    BORDER = 'noborder'
}

FONT = format eq 'svg' ? 'sans-serif' : 'DejaVu Sans'
BOLD = FONT.':Bold'
if (format eq 'png') {
    u = 0.75
    P = 1.0
    set terminal pngcairo noenhanced size 2 * WIDTH, 2 * HEIGHT font FONT.',12' fontscale 2 linewidth 2 pointscale 2 background rgb PAPER
}
if (format eq 'svg') {
    u = 1.0
    P = 0.68
    # A gnuplot before 6 knows bold SVG text only in enhanced mode, which would eat the underscores of
    # names; but it copies the font's name into the attribute as it is.
    if (GPVAL_VERSION < 6) { BOLD = FONT.'" font-weight="bold' }
    set terminal svg noenhanced size WIDTH, HEIGHT font FONT.',16' background rgb PAPER
}
if (format eq 'pdf') {
    u = 0.5625
    P = 0.95
    set terminal pdfcairo noenhanced size WIDTH / 96, HEIGHT / 96 font FONT.',9' fontscale 1 linewidth 1.5 pointscale 1 background rgb PAPER
}
set output name.'.'.format
bold(size) = sprintf('%s,%.1f', BOLD, size * u)
font(size) = sprintf('%s,%.1f', FONT, size * u)
set pointintervalbox 0.9 * P
set errorbars 0.7

# Shapes go round faster than colours, so 42 lines differ; a thread's shape is filled and its line
# solid, a process's is hollow and dashed: grey prints can be read, too.
array SHAPE[6] = [7, 5, 9, 13, 11, 15]
colour(l) = COLOUR[(line_style[l] - 1) % 7 + 1]
filled(l) = SHAPE[(line_style[l] - 1) % 6 + 1]
shape(l, k) = filled(l) - (kind_style[k] > 1)
kind_mark(k) = kind_style[k] == 1 ? 7 : 6
dash(k) = kind_style[k] == 1 ? 1 : kind_style[k] == 2 ? 2 : 4
set dashtype 2 (9, 5)
set dashtype 3 (5, 3)
set dashtype 4 (2, 4)
mine(p, l, k) = column('panel') == p && column('line') == l && column('kind') == k
plural(word) = word.(word[strlen(word):strlen(word)] eq 's' ? 'es' : 's')
min(a, b) = a < b ? a : b
max(a, b) = a > b ? a : b


# Other machines' figures laid over the machine's own, where the script has set
#   overlay[], overlay_csv, overlay_source     what they are called, their points, who published them
#   overlay_low, overlay_high                  their extremes
#   overlay_counts[]                           the counts of tasks of both
# overlays is how many there are, and OVERLAY what to plot of them: in the colour of the line that they
# belong to, thin and hollow.
overlays = 0
if (exists('overlay')) { overlays = |overlay| }
OVERLAY = ''
hollow(o) = SHAPE[o % 6 + 1] - 1
lowest(v) = overlays ? min(v, overlay_low) : v
highest(v) = overlays ? max(v, overlay_high) : v
if (overlays) {
    undefine xs
    array xs[|overlay_counts|]
    do for [i = 1:|xs|] { xs[i] = overlay_counts[i] }
    over(o, l, k) = mine(p, l, k) && column('overlay') == o ? column('count') : NaN
    OVERLAY = ", for [o = 1:overlays] for [l = 1:|line|] for [k = 1:|kind|] overlay_csv using (over(o, l, k)):(factor * column('value')) with linespoints lc rgb colour(l) lw 1 + 0.01 * k dt dash(k) pt hollow(o) ps 0.9 * P title overlay[o].', '.line[l] noenhanced"
}

unset key
