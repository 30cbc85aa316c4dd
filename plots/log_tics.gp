# Tics of a logarithmic axis from `low` to `high`: makes log_tics, 1, 2 and 5 of each decade, or only 1
# where there are many decades. To be used as: eval 'set ytics ('.log_tics.')'

log_tics = ''
do for [d = floor(log10(low)):ceil(log10(high))] {
    do for [m in high > 500 * low ? '1' : '1 2 5'] {
        tic = m * 10.0 ** d
        if (tic >= low && tic <= high) { log_tics = log_tics.(strlen(log_tics) ? ',' : '').sprintf('%.10g', tic) }
    }
}
