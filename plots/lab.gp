# The page of a lab's figure: one panel, the sentence above, what to learn from it, small print.
#
# Loaded by the script that `racelab lab` writes (DIR/lab-NAME.gp), which has set
#   name, sentence, advice, machine, plots     texts
# and afterwards loads plots/lab-NAME.gp, which plots `data` with axes that name their units. Where the
# key is to be elsewhere than at the top right, or there are two axes, it says so itself.

load plots.'/common.gp'
data = csv

# A letter is about 0.6 of its size wide, a bold one 0.62. A long sentence takes two lines.
fit(words, size, width) = min(size, 0.955 * WIDTH / (width * max(1, strlen(words))))
cut = strlen(sentence)
if (cut > 72) {
    half = max(0.6 * cut, cut - 66)
    do for [i = 20:floor(half)] { if (sentence[i:i] eq ' ') { cut = i } }
}
head = sentence[1:cut]
tail = sentence[cut + 1:*]
set label head at screen 0.022, 0.942 font bold(fit(head, 28, 0.62)) tc rgb INK
if (strlen(tail)) { set label tail at screen 0.022, 0.890 font bold(min(fit(head, 28, 0.62), fit(tail, 28, 0.62))) tc rgb INK }
set label advice at screen 0.022, (strlen(tail) ? 0.834 : 0.876) font font(fit(advice, 18, 0.6)) tc rgb GREY
set label machine at screen 0.022, 0.028 font font(fit(machine, 12.5, 0.6)) tc rgb GREY

set lmargin at screen 128 / WIDTH
set rmargin at screen 0.97
set tmargin at screen 0.77
set bmargin at screen 0.16
set border 3 lc rgb GREY lw 1
set grid lc rgb PALE lt 1 lw 0.8
tic_font = font(15)
set tics nomirror scale 0.5 font tic_font textcolor rgb INK
set key top right font tic_font textcolor rgb INK
eval 'set style fill solid 1 '.BORDER
set boxwidth 0.8 relative
