#!/bin/sh
# fuzz.sh FOLDER -- libFuzzer on every target for FUZZ_SECONDS each; new findings go to the target's corpus
# folder under the build folder, crashes stop the run.
set -eu
folder=$1
seconds=${FUZZ_SECONDS:-60}
for target in "$folder"/fuzz-*_fuzz; do
	name=$(basename "$target" | sed 's/^fuzz-//; s/_fuzz$//')
	mkdir -p "$folder/corpus/$name"
	seeds=tests/fuzz/corpus/$name
	[ -d "$seeds" ] || { echo "fuzz: $name has no corpus" >&2; exit 1; }
	echo "fuzz: $name for ${seconds} s"
	"$target" -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
		-artifact_prefix="$folder/crash-$name-" "$folder/corpus/$name" "$seeds" >"$folder/fuzz-$name.log" 2>&1 || {
		tail -n 40 "$folder/fuzz-$name.log"
		exit 1
	}
	grep -E 'stat::number_of_executed_units|stat::average_exec_per_sec|stat::new_units_added' "$folder/fuzz-$name.log" || true
done
