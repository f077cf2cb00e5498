#!/usr/bin/env bash
#
# Builds the wheels of the Python package into target/wheels:
#
#   pal4j-VERSION-py3-none-any.whl        with the program; needs a JDK 25 or newer on the machine
#   pal4j-VERSION-py3-none-PLATFORM.whl   with the program and a Java runtime; needs nothing but Python and NumPy
#
# Usage: src/main/python/build-wheels.sh. Needs what building PAL4J needs, and python3 with pip. PYTHON is another Python.

set -eu -o pipefail
here=$(cd -P -- "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=${PYTHON:-python3}
out=$root/target/wheels
work=$root/target/wheels.work

# The launcher builds what is stale, and prints the command with the Java that it found.
words=$(PAL4J_DEBUG=1 "$root/pal4j" list 2>&1 >/dev/null | grep '^pal4j: .*/bin/java ' | tail -n 1)
java=${words#pal4j: }
java=${java%%/bin/java *}
rm -rf "$work" "$out"
mkdir -p "$work/any" "$out"
program=$root/src/main/dist/program.sh
bash "$program" jars "$work/any"
cp -R "$work/any" "$work/platform"
bash "$program" runtime "$work/platform" "$java"

build() {
  PAL4J_WHEEL_PROGRAM=$1 "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$out" "$here"
}
build "$work/any"
build "$work/platform"
rm -rf "$work"
for wheel in "$out"/*.whl; do
  printf '%s  %s MB\n' "$wheel" "$(($(wc -c <"$wheel") / 1000000))"
done
