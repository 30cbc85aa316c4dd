# One style for all figures: the page (title, lesson, key, small print), colours, shapes, dashes.
#
# Loaded by the script that `racelab plot` writes (DIR/figures/NAME.gp), which has set
#   name, finding, machine, date, intervals, plots    texts
#   panel[], line[], kind[], and *_style[] of each    what the CSV's columns panel, line, kind mean
#   counts[]                                          the counts of tasks there are, rising
#   exact                                             points of line 0 (lost_share only)
#   fits, crowded                                     oversubscription begins between these two, if
#                                                     crowded is not 0
# and from the command line: format ('svg' if not given).

if (!exists('format')) format = 'svg'
csv = name.'.csv'
set encoding utf8
set datafile separator ','
set datafile columnheaders
set datafile missing NaN # rows of other lines are passed over; as plain NaN they would cut a line

# 16:9. Sizes are pixels of a page of 1280 x 720; u is what the terminal calls one (measured: cairo's
# letters come out 4/3 as large as asked for), P the pointsize that looks alike in all three.
WIDTH = 1280.0
HEIGHT = 720.0
FONT = format eq 'svg' ? 'sans-serif' : 'DejaVu Sans'
BOLD = FONT.':Bold'
if (format eq 'png') {
    u = 0.75
    P = 1.0
    set terminal pngcairo noenhanced size 2560,1440 font FONT.',12' fontscale 2 linewidth 2 pointscale 2 background '#ffffff'
}
if (format eq 'svg') {
    u = 1.0
    P = 0.68
    # A gnuplot before 6 knows bold SVG text only in enhanced mode, which would eat the underscores of
    # names; but it copies the font's name into the attribute as it is.
    if (GPVAL_VERSION < 6) { BOLD = FONT.'" font-weight="bold' }
    set terminal svg noenhanced size 1280,720 font FONT.',16' background '#ffffff'
}
if (format eq 'pdf') {
    u = 0.5625
    P = 0.95
    set terminal pdfcairo noenhanced size 13.333in,7.5in font FONT.',9' fontscale 1 linewidth 1.5 pointscale 1 background '#ffffff'
}
set output name.'.'.format
bold(size) = sprintf('%s,%.1f', BOLD, size * u)
font(size) = sprintf('%s,%.1f', FONT, size * u)
set pointintervalbox 0.9 * P
set errorbars 0.7

# Colours by Okabe and Ito (Color Universal Design, 2008), without the yellow, which white paper
# swallows. Shapes go round faster than colours, so 42 lines differ; a thread's shape is filled and
# its line solid, a process's is hollow and dashed: grey prints can be read, too.
array COLOUR[7] = ['#D55E00', '#0072B2', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000']
array SHAPE[6] = [7, 5, 9, 13, 11, 15]
INK = '#1a1a1a'
GREY = '#767676'
PALE = '#dddddd'
SHADE = '#ececec'
colour(l) = COLOUR[(line_style[l] - 1) % 7 + 1]
filled(l) = SHAPE[(line_style[l] - 1) % 6 + 1]
shape(l, k) = filled(l) - (kind_style[k] > 1)
dash(k) = kind_style[k] == 1 ? 1 : kind_style[k] == 2 ? 2 : 4
set dashtype 2 (9, 5)
set dashtype 3 (5, 3)
set dashtype 4 (2, 4)
mine(p, l, k) = column('panel') == p && column('line') == l && column('kind') == k
plural(word) = word.(word[strlen(word):strlen(word)] eq 's' ? 'es' : 's')
min(a, b) = a < b ? a : b
max(a, b) = a > b ? a : b

unset key
