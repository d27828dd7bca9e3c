#!/bin/sh
# build.sh FOLDER [MESON OPTION...] -- configure when needed and build. Files are found by pattern, so a new
# or removed file makes meson look again.
set -eu
folder=$1
shift
mkdir -p "$folder"
list=$(find src tests law lexicon tools -type f ! -name '*.pyc' | LC_ALL=C sort | grep -E '^(src|law|lexicon|tests/.*\.c)' | cksum)
if [ ! -f "$folder/build.ninja" ]; then
	meson setup "$folder" "$@" >"$folder/setup.log" 2>&1 || { cat "$folder/setup.log"; exit 1; }
elif [ "$list" != "$(cat "$folder/.files" 2>/dev/null)" ]; then
	meson setup --reconfigure "$folder" "$@" >"$folder/setup.log" 2>&1 || { cat "$folder/setup.log"; exit 1; }
fi
echo "$list" >"$folder/.files"
ninja -C "$folder" ${NINJA_FLAGS:-} >"$folder/ninja.log" 2>&1 || { grep -vE "^\[|^ninja: Entering" "$folder/ninja.log" | head -120; exit 1; }
