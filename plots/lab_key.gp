# A key as wide as the page, above panels side by side: begins the multiplot. KEYS are its entries, as
# of a plot command.

set tmargin at screen 0.685
set multiplot
set lmargin at screen 0
set rmargin at screen 1
set key at screen 0.5, 0.800 center top horizontal reverse Left samplen 3 width 3
unset border
unset tics
unset grid
eval 'plot [0:1] [0:1] '.KEYS
unset key
unset label
set border 3 lc rgb GREY lw 1
set grid lc rgb PALE lt 1 lw 0.8
set tics nomirror scale 0.5 font tic_font textcolor rgb INK
set xtics nomirror
set ytics nomirror
