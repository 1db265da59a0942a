# Prints some columns of a run's metrics.csv by name, in five rows from its first to its last:
#
#   awk -f examples/metrics.awk -v columns="steps entropy" jackdaw-runs/my-run/metrics.csv
BEGIN {
  FS = ","
  if (columns == "") {
    columns = "steps mean-return-100 explained-variance entropy approximate-kl clip-fraction gradient-norm"
  }
  count = split(columns, names, " ")
}
NR == 1 {
  for (i = 1; i <= NF; i++) at[$i] = i
  for (i = 1; i <= count; i++) {
    if (!(names[i] in at)) {
      print FILENAME ": no column " names[i] > "/dev/stderr"
      failed = 1
      exit 2
    }
  }
  next
}
{ lines[NR] = $0 }
END {
  if (failed) exit 2
  for (i = 1; i <= count; i++) printf "%s%s", names[i], i < count ? "  " : "\n"
  for (k = 0; k < 5; k++) {
    split(lines[2 + int(k * (NR - 2) / 4)], cells, ",")
    for (i = 1; i <= count; i++) {
      value = cells[at[names[i]]]
      text = value ~ /^-?[0-9]+$/ ? value : sprintf("%.3g", value)
      printf "%" length(names[i]) "s%s", text, i < count ? "  " : "\n"
    }
  }
}
