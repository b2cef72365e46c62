#!/bin/sh
# complete.sh SOURCE_DIR WORK_DIR: every sentence has a Chinese translation whose %-places agree.
set -eu
here=$(dirname "$0")
sh "$here/extract.sh" "$1" "$2/check.pot"
msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$2/check.po" "$here/zh_CN.po" "$2/check.pot"
msgfmt --check -o /dev/null "$2/check.po"
missing=$(msgattrib --untranslated --no-obsolete --no-wrap "$2/check.po" | grep -c '^msgid ' || true)
if [ "$missing" -gt 0 ]; then
    msgattrib --untranslated --no-obsolete --no-wrap "$2/check.po"
    echo "sentences without a translation: see above; ninja po-update, then translate data/po/zh_CN.po" >&2
    exit 1
fi
