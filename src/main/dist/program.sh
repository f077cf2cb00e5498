#!/usr/bin/env bash
#
# Puts the program that is built in target/ into a folder, for what is handed on: the archive of ./pal4j dist, and the wheels
# of the Python package.
#
#   src/main/dist/program.sh jars FOLDER           jars/, LICENSE, NOTICE
#   src/main/dist/program.sh runtime FOLDER JAVA   beside these runtime/, a Java runtime that has what the jars need, and stamp,
#                                                  a name for this combination; JAVA is the home of a JDK

set -eu -o pipefail
root=$(cd -P -- "$(dirname "$0")/../../.." && pwd)
part=$1 folder=$2

jars() {
  mkdir -p "$folder/jars"
  local jar
  for jar in "$root"/target/pal4j-[0-9]*.jar; do
    case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) ;; *) cp "$jar" "$folder/jars/" ;; esac
  done
  cp "$root"/target/lib/*.jar "$folder/jars/"
  cp "$root/LICENSE" "$root/NOTICE" "$folder/"
}

runtime() {
  local java=$1 modules
  if [ ! -x "$java/bin/jlink" ] || [ ! -x "$java/bin/jdeps" ]; then
    echo "pal4j: $java has no bin/jlink and bin/jdeps; set PAL4J_JAVA_HOME to a whole JDK" >&2
    exit 2
  fi
  # What the program's modules ask for is what the runtime needs; jdeps tells, but for what Rhino only names in its descriptor.
  modules=$("$java/bin/jdeps" --module-path "$folder/jars" --print-module-deps --ignore-missing-deps --multi-release 25 \
    "$folder"/jars/*.jar | tail -n 1)
  "$java/bin/jlink" --add-modules "$modules,java.compiler,jdk.incubator.vector" --strip-debug --no-header-files --no-man-pages \
    --compress zip-0 --output "$folder/runtime" >"$folder/jlink.log" 2>&1 || { cat "$folder/jlink.log" >&2; exit 1; }
  rm -f "$folder/jlink.log"
  # The archive of the JDK's own classes: a start takes half the time.
  "$folder/runtime/bin/java" -Xshare:dump -XX:+UseSerialGC >/dev/null 2>&1 || true
  # Names the archive of the program's classes that the first start leaves in the user's cache.
  cat "$folder"/jars/*.jar "$java/release" | cksum | tr ' ' - >"$folder/stamp"
}

case $part in
  jars) jars ;;
  runtime) runtime "$3" ;;
esac
