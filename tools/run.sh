#!/bin/sh
# run.sh NETRA DATA ADDRESS:PORT -- make the demonstration office once, then serve it. What `make run` calls.
set -eu
netra=$1 data=$2 listen=$3
if [ ! -f "$data/demo.json" ] && [ -e "$data/netra.db" ]; then
	if [ -e "$data/keys" ] && "$netra" --data "$data" doctor >/dev/null 2>&1 && [ ! -d "$data/patroli" ]; then
		echo "run: $data holds an office of its own; it is served as it is." >&2
	else
		echo "run: $data was left half made. Remove it, or choose another: make run NETRA_DATA=./other" >&2
		exit 1
	fi
else
	"$netra" --data "$data" demo
fi
echo
echo "Netra: http://$listen/   petugas / staff: http://$listen/masuk   (Ctrl+C berhenti / stops)"
exec "$netra" --data "$data" serve --listen "$listen"
