#!/bin/sh
# extract.sh SOURCE_DIR POT: the sentences of all rooms, in the order of the files.
set -eu
cd "$1"
find src -name '*.c' -o -name '*.h' | LC_ALL=C sort |
    xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --no-wrap --no-location --sort-by-file \
        --package-name=qiantai --msgid-bugs-address= --files-from=- --output="$2" 2>"$2.log" || { cat "$2.log" >&2; exit 1; }
