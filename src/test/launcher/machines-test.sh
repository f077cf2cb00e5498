#!/usr/bin/env bash
#
# Builds and runs the program on unusual machines: as far as one machine can be made to look like others. A copy of this
# checkout is built in a folder whose name has a colon, a space and letters that are not ASCII, without a locale. Then
# the build is damaged, the address space limited, /dev/fd and /proc are taken away (as root on Linux), and a run on a
# terminal is killed. Prints one line per check; ends with status 1 if one failed. launcher-test.sh tries the launcher's
# many branches without a JDK.
#
#   bash src/test/launcher/machines-test.sh         about a minute; needs mvn and a JDK 25 or newer
#   bash src/test/launcher/machines-test.sh bench   builds the benchmarks as well, for the lock of JMH

set -u
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pal4j-machines.XXXXXX") && tmp=$(cd -P "$tmp" && pwd) || exit
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
# shellcheck source=src/test/launcher/checks.sh
. "$source_dir/src/test/launcher/checks.sh"

works() { [ "$status" -eq 0 ] && grep -q '^yinyang' "$tmp/out"; }

checkout="$tmp/é: b"
mkdir -p "$checkout/src" "$tmp/home" "$tmp/here" "$tmp/java"
cp "$source_dir/pal4j" "$source_dir/pom.xml" "$source_dir/LICENSE" "$source_dir/NOTICE" "$checkout/"
cp -R "$source_dir/src/main" "$source_dir/src/format" "$checkout/src/"
cp -R "$source_dir/bench" "$checkout/"
rm -rf "$checkout/bench/target"

# start [NAME=VALUE...] ARGUMENT...: the launcher, without a locale, in an empty folder; leaves out, err and `status`.
start() {
  local settings=()
  while [ $# -gt 0 ]; do
    case $1 in [A-Z]*=*) settings+=("$1"); shift ;; *) break ;; esac
  done
  (cd "$tmp/here" && exec env -u LANG -u LC_CTYPE LC_ALL=C HOME="$tmp/home" ${settings[@]+"${settings[@]}"} "$checkout/pal4j" "$@") \
    >"$tmp/out" 2>"$tmp/err" </dev/null
  status=$?
}
small=(--epochs 1 --set train_samples=60 --set validation_samples=30 --set test_samples=30)

# --- names ---------------------------------------------------------------------------------------------------------------

start list
check "a checkout in 'é: b', no locale: builds and starts" works
start run yinyang "${small[@]}" --out "$tmp/größe φ"
check 'a run in a folder whose name is not ASCII' all status_is 0 -- test -s "$tmp/größe φ/report.html"
start info "$tmp/größe φ"
check 'its name is printed as it is' all status_is 0 -- grep -q 'größe φ' "$tmp/out"
printf 'based_on: yinyang\nname: u\ntitle: "φ′ und größer"\n' >"$tmp/übung.yaml"
start run "$tmp/übung.yaml" "${small[@]}"
check 'an experiment whose file and title are not ASCII' all status_is 0 -- grep -q 'φ′ und größer' "$tmp/here/runs/u-1/report.html"
rm -rf "$tmp/here/runs"
start run mnist
check "data is searched in \$HOME's folder, not in the account's" all status_is 2 -- err_has "$tmp/home/.cache/pal4j"

# --- a damaged build -----------------------------------------------------------------------------------------------------

printf 'xxxxxxxxxxxxxxxx' | dd of="$checkout/target/pal4j.jsa" bs=1 seek=5000000 conv=notrunc 2>/dev/null
start list
check 'other bytes in the archive of classes: made again' all works -- err_has 'archive of classes is damaged'
start list
check 'once' all works -- err_is ''
head -c 100000 "$checkout/target/pal4j-"[0-9]*.jar >"$tmp/part"
cat "$tmp/part" >"$(echo "$checkout/target/pal4j-"[0-9]*.jar)"
start list
check 'a part of the jar: built again' all works -- err_has 'damaged or only a part'
start list
check 'once' all works -- err_is ''
mv "$checkout" "$tmp/another place"
checkout="$tmp/another place"
start list
check 'a build from another place' all works -- err_is ''

# --- limits --------------------------------------------------------------------------------------------------------------

if (ulimit -v 1000000) 2>/dev/null; then
  for limit in 1000000 4000000; do
    status=$(ulimit -v "$limit"; start run yinyang "${small[@]}" --out "$tmp/limited-$limit"; echo "$status")
    check "a run in an address space of $limit kB" all status_is 0 -- test -s "$tmp/limited-$limit/report.html"
  done
  status=$(ulimit -v 300000; start list; echo "$status")
  check 'in one that is too small: a message' all status_is 2 -- err_has 'ulimit -v'
  check 'no file of a crash is left' nothing_in "$tmp/here"
else
  echo 'skipped ulimit -v: this system has no limit of the address space'
fi

if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
  # bare COMMAND ARGUMENT: runs the launcher's list after the command, in mounts of its own.
  bare() {
    (cd "$tmp/here" && unshare -m bash -c "$1"' && exec "$0" "$@"' "$checkout/pal4j" "$2") >"$tmp/out" 2>"$tmp/err" </dev/null
    status=$?
  }
  devices='mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/random c 1 8 && mknod -m 666 /dev/urandom c 1 9'
  bare "$devices" list
  check 'no /dev/fd' all works -- err_is ''
  bare "$devices" nonsense
  check 'no /dev/fd: errors arrive' all status_is 2 -- err_has 'unknown command nonsense'
  bare 'umount -l /proc' list
  check 'no /proc' works
else
  echo 'skipped a system without /dev/fd and /proc: needs root on Linux'
fi

# --- what a killed run leaves ----------------------------------------------------------------------------------------------

if script -qec true /dev/null >/dev/null 2>&1; then
  (cd "$tmp/here" && HOME=$tmp/home PAL4J_JAVA_OPTS="-Djava.io.tmpdir=$tmp/java -XX:-UsePerfData" TERM=xterm COMMAND="$checkout/pal4j" \
    script -qec 'exec "$COMMAND" run yinyang --epochs 1000 --out ../killed' /dev/null </dev/null >"$tmp/out" 2>"$tmp/err") &
  for i in $(seq 600); do # the bar has been drawn
    grep -q '%.*epoch' "$tmp/out" 2>/dev/null && break
    sleep 0.1
  done
  java=$(ps -eo pid,args | awk -v home="$checkout/target" 'index($0, home) && index($0, "../killed") && /bin\/java/ {print $1}')
  check 'a run on a terminal shows a bar' grep -q '%.*epoch' "$tmp/out"
  # shellcheck disable=SC2086  # words
  kill -KILL $java
  wait
  check 'killed, it leaves nothing in the temporary folder' nothing_in "$tmp/java"
else
  echo 'skipped a killed run on a terminal: needs script from util-linux'
fi

# --- line ends -------------------------------------------------------------------------------------------------------------

if git -C "$source_dir" rev-parse HEAD >/dev/null 2>&1; then
  git -c core.autocrlf=true -c core.eol=crlf clone -q "$source_dir" "$tmp/clone"
  returns=$(git -C "$tmp/clone" ls-files --eol | grep -c 'w/crlf\|w/mixed')
  check "a checkout as on Windows has Unix's line ends" [ "$returns" = 0 ]
fi

# --- the lock of benchmarks --------------------------------------------------------------------------------------------------

if [ "${1:-}" = bench ]; then
  mkdir "$tmp/java/jmh.lock" # can't be written, even by root
  start JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=$tmp/java" bench StepBenchmark.step -p network=4-30-3 -p mode=clamped -f 1 -wi 0 -i 1 -r 100ms
  check "JMH's lock belongs to another user: measured all the same, with a remark" all status_is 0 -- err_has "jmh.lock is another user's" \
    -- grep -q '^StepBenchmark.step ' "$tmp/out"
fi

finish
