#!/usr/bin/env bash
#
# Builds both wheels and tries each in an empty virtual environment: the one with a Java runtime without any Java on PATH,
# with nothing in the environment; the other one with a JDK that PAL4J_JAVA_HOME names. Prints "wheels: passed" at the end.
#
# Usage: src/test/python/wheel_test.sh [FOLDER OF NUMPY'S WHEEL AND THE LIKE]

set -eu -o pipefail
root=$(cd -P -- "$(dirname "$0")/../../.." && pwd)
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$root/src/main/python/build-wheels.sh"
words=$(PAL4J_DEBUG=1 "$root/pal4j" list 2>&1 >/dev/null | grep '^pal4j: .*/bin/java ' | tail -n 1)
java=${words#pal4j: }
java=${java%%/bin/java *}

cat >"$scratch/try.py" <<'EOF'
import sys, pal4j
sim = pal4j.Circuit("yinyang", seed=1, train_samples=60, validation_samples=30)
for e in sim.epochs(1):
    print(e)
assert pal4j.__file__.startswith(sys.prefix), pal4j.__file__
assert sim.B[0].shape == (30, 3)
EOF
# A subject that follows the golden cases which the wheel carries.
cp "$root/src/test/python/conformance/numpy_circuit.py" "$scratch/"
cat >"$scratch/kit.py" <<'EOF'
from numpy_circuit import NumpyCircuit
from pal4j.conformance import check
if __name__ == "__main__":
    report = check(NumpyCircuit, random=2)
    assert len(report.cases) == 7 + 4 + 2 + 1, report
    assert len(report.unsupported) == 4 + 1, report
    print("golden cases in the wheel:", str(report).splitlines()[-1])
EOF

# Runs "$@" in the environment $1 with nothing but what a bare machine has.
bare() {
  local venv=$1
  shift
  (cd "$scratch" && env -i HOME="$scratch/home" PATH="$venv/bin:$scratch/bin" "$@")
}
# A PATH with no java, whatever the machine has: pip and Python need little.
mkdir "$scratch/bin" "$scratch/home"
for tool in sh env cat uname; do ln -s "$(command -v "$tool")" "$scratch/bin/$tool"; done

try() {
  local wheel=$1 venv=$scratch/$2
  shift 2
  "$python" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "$wheel"
  bare "$venv" "$@" "$venv/bin/python" "$scratch/try.py"
  bare "$venv" "$@" "$venv/bin/python" -m pal4j run yinyang --epochs 1 --set train_samples=60 --out "$venv/run" | grep '^test accuracy'
  bare "$venv" "$@" "$venv/bin/pal4j" list | grep -q '^yinyang '
  bare "$venv" "$@" "$venv/bin/python" "$scratch/kit.py"
  # The second start finds the archive of classes that the first one left.
  bare "$venv" "$@" "$venv/bin/python" "$scratch/try.py"
}

echo "== with a Java runtime"
platform=$(ls "$root"/target/wheels/*.whl | grep -v -- '-any\.whl$')
try "$platform" platform
ls "$scratch"/home/.cache/pal4j/*.jsa

echo "== with jars alone"
try "$root"/target/wheels/*-any.whl any PAL4J_JAVA_HOME="$java"
if bare "$scratch/any" PAL4J_JAVA_HOME=/none "$scratch/any/bin/python" "$scratch/try.py" 2>"$scratch/errors"; then
  echo "failed: it ran without a JDK"
  exit 1
fi
grep 'ProgramError: PAL4J_JAVA_HOME (/none) is no JDK' "$scratch/errors"

echo "== sizes"
for wheel in "$root"/target/wheels/*.whl; do
  printf '%s: %s bytes\n' "$(basename "$wheel")" "$(wc -c <"$wheel")"
done
du -sm "$scratch"/platform/lib/python*/site-packages/pal4j | sed 's/\t.*/ MB installed/'
echo "wheels: passed"
