# How often an operation was not done as a whole, one bar an operation; never: no bar.

low = 0.1
high = WIDTH < 1200 ? 1e9 : 1e8 # room for the words behind the longest bar
set lmargin at screen 301 / WIDTH
set logscale x 10
set xrange [low:high]
set xtics nomirror ('0.1' 0.1, '1' 1, '10' 10, '100' 100, '1000' 1000, '10 000' 1e4, '100 000' 1e5, '1 000 000' 1e6)
stats [*:*] [*:*] data using (column('ops')) name 'OPS' nooutput
set yrange [OPS_records + OPS_invalid + OPS_blank - 0.4:-0.6]
set ytics nomirror scale 0
set grid noytics
set xlabel 'operations that went wrong, in a million' font font(15) tc rgb INK
set ylabel 'operation of two tasks' font font(15) tc rgb INK
number(n) = n >= 1000 ? sprintf('%.0f', n) : sprintf('%.3g', n)
told(rate, what) = rate > 0 ? number(rate).' '.what : 'never'
end(rate) = rate > low ? rate : low
unset key
plot data using (low):0:(low):(end(column('per_million'))):($0 - 0.3):($0 + 0.3):ytic(strcol('operation')) with boxxyerror lc rgb FILL[1], \
    data using (end(column('per_million'))):0:(told(column('per_million'), strcol('wrong_is'))) with labels left offset 0.8, 0 font font(15) tc rgb INK
