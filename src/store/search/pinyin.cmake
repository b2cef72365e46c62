# The table of pinyin readings: generated into the build directory from Debian's unicode-data.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_file(UNIHAN_READINGS NAMES Unihan_Readings.txt Unihan_Readings.txt.bz2 PATHS /usr/share/unicode
  PATH_SUFFIXES unihan REQUIRED DOC "Unihan_Readings.txt or .txt.bz2 (Debian package unicode-data)")
set(pinyin_script ${CMAKE_SOURCE_DIR}/src/store/search/pinyin_table.py)
set(pinyin_surnames ${CMAKE_SOURCE_DIR}/data/surnames.tsv)
set(pinyin_table ${CMAKE_BINARY_DIR}/pinyin_table.c)
add_custom_command(OUTPUT ${pinyin_table}
  COMMAND Python3::Interpreter ${pinyin_script} ${UNIHAN_READINGS} ${pinyin_surnames} ${pinyin_table}
  DEPENDS ${pinyin_script} ${pinyin_surnames} ${UNIHAN_READINGS}
  COMMENT "Pinyin readings from ${UNIHAN_READINGS}" VERBATIM)
target_sources(qt_store PRIVATE ${pinyin_table})
