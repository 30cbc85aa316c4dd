# What the parent reads after a worker's additions, by where the counter was; above each bar whether
# worker and parent had it at the same address, and on the same page frame.

place(counter) = counter eq 'by_value' ? 1 : counter eq 'global' ? 2 : 3
at(task, side) = strcol('task') eq task ? place(strcol('counter')) + side : NaN
address(same) = same eq 'yes' ? 'same address' : 'another address'
frame(same) = same eq 'yes' ? 'same frame' : same eq 'no' ? 'another frame' : ''
SIDE = 0.2

stats [*:*] [*:*] data using (column('added')) name 'ADDED' nooutput
set xrange [0.5:3.5]
set yrange [0:1.42 * ADDED_max]
group_font = font(17)
set xtics ('a number passed by value' 1, 'a global variable' 2, 'a shared mapping' 3) scale 0 font group_font
set format y '%.0f'
set xlabel 'what the worker adds to' font font(15) tc rgb INK
set ylabel 'additions that the parent sees' font font(15) tc rgb INK
set grid noxtics
set key top left reverse Left samplen 2
set boxwidth 0.36 absolute

bar(task, side) = sprintf("data using (at('%s', %g)):(column('parent_reads'))", task, side)
above(task, side) = sprintf("data using (at('%s', %g)):(column('parent_reads') + %g)", task, side, 0.06 * ADDED_max)
note(task, side, lift) = sprintf("data using (at('%s', %g)):(column('parent_reads') + %g)", task, side, lift * ADDED_max)
labels(task, side) = note(task, side, 0.17).":(sprintf('%d', column('parent_reads'))) with labels center font bold(20) tc rgb INK notitle, ".\
    note(task, side, 0.105).":(address(strcol('same_address'))) with labels center font small_font tc rgb GREY notitle, ".\
    note(task, side, 0.055).":(frame(strcol('same_frame'))) with labels center font small_font tc rgb GREY notitle"
small_font = font(13.5)

eval 'plot '.bar('thread', -SIDE)." with boxes lc rgb FILL[1] title 'thread adds', ".\
    bar('process', SIDE)." with boxes lc rgb FILL[2] title 'process adds', ".\
    labels('thread', -SIDE).', '.labels('process', SIDE)
