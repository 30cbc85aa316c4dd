# The page of a lab's figure that has several panels: draws title, lesson and small print once, and
# begins the multiplot. After it each panel sets its margins, its axes and its labels.

set multiplot
set lmargin at screen 0; set rmargin at screen 1; set bmargin at screen 0; set tmargin at screen 1
unset border; unset tics; unset grid; unset key
plot [0:1] [0:1] 2 lc rgb PAPER notitle
unset label
set border 3 lc rgb GREY lw 1
set grid lc rgb PALE lt 1 lw 0.8
set tics nomirror scale 0.5 font tic_font textcolor rgb INK
