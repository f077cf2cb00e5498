#!/usr/bin/env bash
#
# Tries the launcher's promises on a copy of it in a temporary folder, with JDKs and a Maven that are scripts. One line a
# check; ends with status 1 if one failed. Needs no JDK and no network.

# shellcheck disable=SC2016  # scripts in single quotes are meant for other shells
set -u
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pal4j launcher.XXXXXX") && tmp=$(cd -P "$tmp" && pwd) || exit
trap 'rm -rf "$tmp"' EXIT
# shellcheck source=src/test/launcher/checks.sh
. "$source_dir/src/test/launcher/checks.sh"

# --- helpers ---------------------------------------------------------------------------------------------------------

ran_on() { out_has "java: $1/bin/java"; }
builds() { wc -l <"$checkout/maven-runs" | tr -d ' '; }
built_times() { [ "$(builds)" -eq "$1" ]; }

# fake_jdk HOME VERSION [MODULES]: its java tells who it is, its arguments and where it was started. Runs the script
# FAKE_JVM before it announces the incubator module, and FAKE_JAVA at the end.
fake_jdk() {
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\nMODULES="%s"\n' "$2" "${3-java.base jdk.incubator.vector java.se}" >"$1/release"
  cat >"$1/bin/java" <<'JAVA'
#!/usr/bin/env bash
if [ "$1" = -version ]; then
  echo "openjdk version \"$FAKE_VERSION\" 2025-09-16" >&2
  exit
fi
if [ -n "${FAKE_JVM:-}" ]; then . "$FAKE_JVM"; fi
echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
for argument in "$@"; do
  case $argument in -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}"; exit ;; esac
done
echo "java: $0"
echo "in: $PWD"
echo "process: $$"
echo "locale: ${LC_ALL:-${LC_CTYPE:-$LANG}}"
echo "class path: ${CLASSPATH-none}"
echo "shell: $(export -p | grep -E 'SHELLOPTS|BASHOPTS|BASH_ENV|CDPATH|POSIXLY_CORRECT')"
printf 'argument: <%s>\n' "$@"
if [ -n "${FAKE_JAVA:-}" ]; then . "$FAKE_JAVA"; fi
exit "${FAKE_STATUS:-0}"
JAVA
  cp "$1/bin/java" "$1/bin/javac"
  chmod 755 "$1/bin/java" "$1/bin/javac"
}

# A checkout with the launcher and as much of a project as it looks at.
new_checkout() {
  checkout=$1
  rm -rf "$checkout"
  mkdir -p "$checkout/src/main/java" "$checkout/bench/src"
  cp "$source_dir/pal4j" "$checkout/pal4j"
  touch "$checkout/pom.xml" "$checkout/src/main/java/A.java" "$checkout/bench/pom.xml" "$checkout/bench/reactor.xml"
  : >"$checkout/maven-runs"
  # Older than what a build will write, by more than the coarsest file system's tick.
  find "$checkout" -exec touch -t 202601010000 {} +
}
change() { touch -t 203001010000 "$1"; }
unchange() { find "$checkout" -path '*/target' -prune -o -exec touch -t 202601010000 {} +; }

mkdir -p "$tmp/bin" "$tmp/tools" "$tmp/home" "$tmp/root"
# Of the machine's own programs only these, so that no real java or mvn is found.
for tool in bash sh env cat dirname basename readlink find head tail grep mkdir rmdir rm mv sleep sed seq tr wc touch cksum ls ln mktemp mkfifo \
  ps; do
  ln -s "$(command -v "$tool")" "$tmp/tools/$tool"
done
cat >"$tmp/bin/mvn" <<'MVN'
#!/usr/bin/env bash
while [ $# -gt 0 ]; do
  if [ "$1" = -f ]; then project=$(dirname "$2") pom=$2; fi
  shift
done
case $pom in */bench/reactor.xml) project=$(dirname "$project"); bench=1 ;; *) bench= ;; esac
echo "$JAVA_HOME" >>"$project/maven-runs"
if [ -n "${FAKE_MVN:-}" ]; then . "$FAKE_MVN"; fi
mkdir -p "$project/target/lib"
echo jar >"$project/target/pal4j-0.1.0.jar"
echo a >"$project/target/lib/a.jar"
echo b >"$project/target/lib/b.jar"
if [ -n "$bench" ]; then echo jar >"$project/bench/target/benchmarks.jar"; fi
MVN
chmod 755 "$tmp/bin/mvn"

# start [NAME=VALUE...] [--] ARGUMENT...: the launcher in a bare environment; leaves $tmp/out, $tmp/err and `status`.
start() {
  local settings=()
  while [ $# -gt 0 ]; do
    case $1 in
      --) shift; break ;;
      [A-Z]*=*) settings+=("$1"); shift ;;
      *) break ;;
    esac
  done
  env -i HOME="$tmp/home" PATH="$tmp/bin:$tmp/tools" PAL4J_TEST_ROOT="$tmp/root" ${settings[@]+"${settings[@]}"} \
    "${launcher:-$checkout/pal4j}" "$@" 2>&1 >"$tmp/out" </dev/null | (trap '' INT; cat >"$tmp/err")
  status=${PIPESTATUS[0]} # the pipe's reader has seen the end of the launcher's filter too
}

# --- finding the JDK -------------------------------------------------------------------------------------------------

jvm=$tmp/root/usr/lib/jvm
new_checkout "$tmp/checkout"

start list
check 'no JDK: one line, status 2, nothing built' all status_is 2 -- one_line -- err_has 'JAVA_HOME' -- err_has 'install Temurin 25' \
  -- built_times 0

fake_jdk "$jvm/java-17" 17.0.15
fake_jdk "$jvm/a-8" 1.8.0_402
start JAVA_HOME="$jvm/java-17" list
check 'only old JDKs: the line tells what JAVA_HOME is' all status_is 2 -- one_line -- err_has "JAVA_HOME ($jvm/java-17) is version 17.0.15"

fake_jdk "$jvm/jdk-26" 26
fake_jdk "$jvm/jdk-27" 27-ea
start list
check '26 rather than 27 or 17' all status_is 0 -- ran_on "$jvm/jdk-26"
check 'Maven got that JDK' [ "$(cat "$checkout/maven-runs")" = "$jvm/jdk-26" ]

fake_jdk "$jvm/z-25" 25.0.1
start list
check '25 rather than 26' all status_is 0 -- ran_on "$jvm/z-25"

fake_jdk "$jvm/jre-25" 25.0.9
rm "$jvm/jre-25/bin/javac"
fake_jdk "$jvm/a-25" 25.0.9 'java.base java.se'
start list
check 'no runtime without compiler, none without the vector module' ran_on "$jvm/z-25"

mv "$jvm" "$tmp/jvm"
jvm=$tmp/jvm
for place in .sdkman/candidates/java/25-tem .jdks/temurin-25 .asdf/installs/java/temurin-25 .local/share/mise/installs/java/25; do
  fake_jdk "$tmp/home/$place" 25
  start list
  check "found in ~/$place" ran_on "$tmp/home/$place"
  rm -r "${tmp:?}/home/${place%%/*}"
done
for place in usr/java/jdk-25 opt/jdk-25 'Library/Java/JavaVirtualMachines/temurin 25.jdk/Contents/Home'; do
  fake_jdk "$tmp/root/$place" 25
  start list
  check "found in /$place" ran_on "$tmp/root/$place"
  rm -r "${tmp:?}/root/${place%%/*}"
done

ln -s "$jvm/jdk-26/bin/java" "$tmp/bin/java"
start list
check 'java on PATH, through its link' ran_on "$jvm/jdk-26"
start JAVA_HOME="$jvm/z-25" list
check 'JAVA_HOME before PATH' ran_on "$jvm/z-25"
start JAVA_HOME="$jvm/java-17" list
check 'an unfit JAVA_HOME is passed over' ran_on "$jvm/jdk-26"
start JAVA_HOME="$jvm/z-25" PAL4J_JAVA_HOME="$jvm/jdk-27" list
check 'PAL4J_JAVA_HOME before all' ran_on "$jvm/jdk-27"
start JAVA_HOME="$jvm/z-25" PAL4J_JAVA_HOME="$jvm/java-17" list
check 'an unfit PAL4J_JAVA_HOME: one line that names it and what it is, status 2' all status_is 2 -- one_line \
  -- err_has "PAL4J_JAVA_HOME ($jvm/java-17) is version 17.0.15"
start PAL4J_JAVA_HOME="$tmp/nowhere" list
check 'a PAL4J_JAVA_HOME that is no JDK' all status_is 2 -- one_line -- err_has "$tmp/nowhere" -- err_has 'no bin/java'
start PAL4J_JAVA_HOME="$jvm/jre-25" list
check 'a PAL4J_JAVA_HOME without compiler' all status_is 2 -- one_line -- err_has 'without a compiler'
start PAL4J_JAVA_HOME="$jvm/a-25" list
check 'a PAL4J_JAVA_HOME without the vector module' all status_is 2 -- one_line -- err_has 'without the module jdk.incubator.vector'
fake_jdk "$jvm/unlabelled" 25
rm "$jvm/unlabelled/release"
start PAL4J_JAVA_HOME="$jvm/unlabelled" FAKE_VERSION=25.0.2 list
check 'no release file: asks java -version' ran_on "$jvm/unlabelled"
start PAL4J_JAVA_HOME="$jvm/unlabelled" FAKE_VERSION=21.0.2 list
check 'no release file, too old' all status_is 2 -- err_has 'is version 21.0.2'
printf '#!/bin/sh\necho "No Java runtime present."\n' >"$jvm/unlabelled/bin/java"
start PAL4J_JAVA_HOME="$jvm/unlabelled" list
check 'a java that is none' all status_is 2 -- one_line -- err_has 'is version unknown'
rm "$tmp/bin/java"

# --- the program's surroundings --------------------------------------------------------------------------------------

# As before, on one JDK.
run() { start PAL4J_JAVA_HOME="$jvm/z-25" "$@"; }

run -- 'a b' '*' '' '$x' "it's" '-x'
check 'arguments arrive as they are' all \
  [ "$(sed -n '/Main>$/,$p' "$tmp/out" | tail -n +2)" = "$(printf 'argument: <%s>\n' 'a b' '*' '' '$x' "it's" '-x')" ]
run
check 'no arguments' [ "$(tail -n 1 "$tmp/out")" = 'argument: <org.pal4j/org.pal4j.cli.Main>' ]
check 'the jar, its libraries and pal4j.home' all out_has "argument: <$checkout/target/pal4j-0.1.0.jar:$checkout/target/lib>" \
  -- out_has "argument: <-Dpal4j.home=$checkout>"
check 'the class archive' out_has "argument: <-XX:SharedArchiveFile=$checkout/target/pal4j.jsa>"
check 'stderr is no terminal' out_has 'argument: <-Dpal4j.stderr.terminal=false>'
touch "$tmp/home/-Da=b"
cd "$tmp/home" || exit
run PAL4J_JAVA_OPTS='-Da=*  -Xmx1g' list
check 'PAL4J_JAVA_OPTS: split at spaces, no wildcards' all out_has 'argument: <-Da=*>' -- out_has 'argument: <-Xmx1g>'
run FAKE_STATUS=77 list
check 'exit status' status_is 77
run PAL4J_DEBUG=1 list
check 'PAL4J_DEBUG shows the command' all one_line -- err_has /z-25/bin/java -- err_has ' list'

touch "$tmp/home/a.jar" "$tmp/home/b.jar"
run PAL4J_DEBUG=1 PAL4J_MODELS=a.jar:b.jar list
check 'PAL4J_MODELS: jars of users come last on the module path' all err_has '/target/lib:a.jar:b.jar'
run PAL4J_MODELS=a.jar:c.jar list
check 'a jar of PAL4J_MODELS that is not there: one line that names it, status 2' all status_is 2 -- one_line -- err_has 'PAL4J_MODELS: c.jar'
run PATH="$tmp/tools" list
check 'a finished build needs no Maven' all status_is 0 -- err_is ''

cd "$tmp/home" || exit
run list
check "the user's folder stays" out_has "in: $tmp/home"
mkdir -p "$tmp/links/more"
ln -s ../../checkout/pal4j "$tmp/links/more/first"
ln -s more/first "$tmp/links/second"
launcher=$tmp/links/second run list
check 'through relative links' out_has "argument: <-Dpal4j.home=$checkout>"
cd "$checkout" || exit
launcher=./pal4j run list
check 'as ./pal4j' out_has "argument: <-Dpal4j.home=$checkout>"
PATH=$checkout:$PATH launcher=pal4j run PATH="$checkout:$tmp/bin:$tmp/tools" list
check 'by PATH' out_has "argument: <-Dpal4j.home=$checkout>"
cd / || exit
case $checkout in *' '*) check 'all that in a path with a space' true ;; *) check 'all that in a path with a space' false ;; esac

# Before the announcement, after it, and without it.
cat >"$tmp/lines" <<'SAY'
echo 'Picked up JAVA_TOOL_OPTIONS: -x' >&2
echo 'WARNING: Using incubator modules: jdk.incubator.vector, another' >&2
printf '  two  spaces\\n\ttab \n' >&2
SAY
echo "printf 'no newline at the end' >&2" >"$tmp/say"
lines=$(printf '%s\n' 'Picked up JAVA_TOOL_OPTIONS: -x' 'WARNING: Using incubator modules: jdk.incubator.vector, another' \
  '  two  spaces\n	tab ' 'no newline at the end')
run FAKE_JVM="$tmp/lines" FAKE_JAVA="$tmp/say" list
check 'the announcement goes, all before it on stderr stays' err_is "$lines"
cat "$tmp/lines" "$tmp/say" >"$tmp/both"
run FAKE_JAVA="$tmp/both" list
check 'the announcement goes, all after it on stderr stays' err_is "$lines"
echo 'exit 1' >>"$tmp/both"
run FAKE_JVM="$tmp/both" list
check 'no announcement: all stays' all status_is 1 -- err_is "$lines"
echo 'echo "past the filter" >&3' >"$tmp/say"
run FAKE_JAVA="$tmp/say" list
check 'the real stderr is at the descriptor that is told' all err_is 'past the filter' -- out_has 'argument: <-Dpal4j.stderr.fd=3>'

# --- surroundings that disturb ---------------------------------------------------------------------------------------

if [ -z "$( { LC_ALL=C.UTF-8; } 2>&1)" ]; then
  run LC_ALL=C list
  check 'LC_ALL=C: UTF-8 all the same' out_has 'locale: C.UTF-8'
  run LANG=POSIX list
  check 'LANG=POSIX: UTF-8 all the same' out_has 'locale: C.UTF-8'
  run list
  check 'no locale: UTF-8 all the same' out_has 'locale: C.UTF-8'
  run LANG=xx_YY.UTF-8 list
  check 'a locale that is not installed: another one' all out_has 'locale: C.UTF-8' -- err_is ''
  run LC_ALL=C.utf8 list
  check 'a locale with UTF-8 stays' out_has 'locale: C.utf8'
else
  echo 'skipped locales: this system does not have C.UTF-8'
fi

echo 'echo sourced >&2; set -f; cd /' >"$tmp/environment"
mkdir -p "$tmp/elsewhere/lib"
run SHELLOPTS=errexit:nounset:pipefail:noclobber:noglob:posix BASHOPTS=failglob:nocasematch CDPATH="$tmp/elsewhere" GLOBIGNORE='*' \
  POSIXLY_CORRECT=1 IFS=/ GREP_OPTIONS=-v CLASSPATH=x.jar 'BASH_FUNC_find%%=() { echo function; }' 'BASH_FUNC_cd%%=() { echo function; }' list
check "options, functions and search paths of the user's shell" all status_is 0 -- err_is '' -- built_times "$(builds)" \
  -- out_has 'argument: <list>' -- out_has 'class path: none'
check 'they are not handed on' out_has 'shell: '
count=$(builds)
run BASH_ENV="$tmp/environment" list
check "the file of BASH_ENV" all status_is 0 -- err_has sourced -- not err_has pal4j: -- out_has 'argument: <list>' -- built_times "$count"

# limited COMMAND...: with an address space of 1.5 GB at most.
limited() (ulimit -v 1500000 && "$@")
if limited true 2>/dev/null; then
  (ulimit -v 500000; run list; echo "$status" >"$tmp/status")
  status=$(cat "$tmp/status")
  check 'ulimit -v below what Java needs: one line, status 2' all status_is 2 -- one_line -- err_has 'ulimit -v' -- err_has '500000 kB'
  limited run list
  check 'ulimit -v: smaller reservations' all out_has 'argument: <-Xmx375000k>' -- out_has 'argument: <-XX:CompressedClassSpaceSize=64m>'
else
  echo 'skipped ulimit -v: this system has no limit of the address space'
fi
run list
check 'no limit: no option for it' all not grep -q Xmx "$tmp/out"
check "what a crash leaves is not in the user's folder" all out_has "argument: <-XX:ErrorFile=$checkout/target/hs_err_pid%p.log>" \
  -- out_has 'argument: <-XX:-CreateCoredumpOnCrash>'

# Ctrl-C goes to a process group; so the launcher gets one of its own.
interruptible() {
  [ -z "$(trap -p INT)" ] && return
  echo 'skipped Ctrl-C: this test was started with it ignored, as background jobs are, and so would be all that it starts'
  return 1
}
if interruptible; then
  cat >"$tmp/say" <<'SAY'
trap 'echo "last words" >&2; exit 130' INT
echo ready >&2
for i in $(seq 400); do sleep 0.05; done
SAY
  : >"$tmp/err"
  set -m
  run FAKE_JAVA="$tmp/say" list &
  set +m
  group=$!
  eventually err_has ready
  java=$(sed -n 's/^process: //p' "$tmp/out")
  kill -INT -- "-$group"
  eventually not kill -0 "$java" 2>/dev/null
  wait "$group" 2>/dev/null
  check 'Ctrl-C reaches java, its last words pass' err_has 'last words'
fi

cat >"$tmp/say" <<'SAY'
echo ready >&2
for i in $(seq 400); do sleep 0.05; done
SAY
: >"$tmp/err"
env -i HOME="$tmp/home" PATH="$tmp/bin:$tmp/tools" PAL4J_JAVA_HOME="$jvm/z-25" FAKE_JAVA="$tmp/say" \
  "$checkout/pal4j" list >"$tmp/out" 2>"$tmp/err" </dev/null &
process=$!
eventually err_has ready
check "java has the launcher's process number, so every signal reaches it" out_has "process: $process"
kill -TERM "$process"
wait "$process" 2>/dev/null
status=$?
check 'the status of a signal' status_is 143

# --- the build -------------------------------------------------------------------------------------------------------

new_checkout "$tmp/checkout"
run list
check 'first start: builds, says so in one line' all status_is 0 -- one_line -- err_has building -- built_times 1
run list
check 'second start: silent, does not build' all status_is 0 -- err_is '' -- built_times 1
change "$checkout/src/main/java/A.java"
run list
check 'changed source' built_times 2
unchange
run list
check 'that was all' built_times 2
change "$checkout/pom.xml"
run list
check 'changed pom.xml' built_times 3
unchange
touch -t 202601010000 "$checkout/target/pal4j.built"
rm "$checkout/src/main/java/A.java"
run list
check 'removed source' built_times 4
rm "$checkout/target/pal4j-0.1.0.jar"
run list
check 'removed jar' all status_is 0 -- built_times 5
mkdir -p "$checkout/target/lib"
touch "$checkout/target/lib/old.jar" "$checkout/target/pal4j-0.0.1.jar"
change "$checkout/pom.xml"
run list
check 'no old library or jar outlives a build' all [ ! -e "$checkout/target/lib/old.jar" ] -- [ ! -e "$checkout/target/pal4j-0.0.1.jar" ]
unchange

# --- a damaged build ---------------------------------------------------------------------------------------------------

again() { all status_is 0 -- one_line -- err_has "$1" -- built_times $((count + $2)); }
quiet() { run list; all status_is 0 -- err_is '' -- built_times $((count + $1)); }
rm -rf "$checkout/target"
run list
for damage in 'truncated: : >pal4j-0.1.0.jar' 'other bytes: printf raj\\n >pal4j-0.1.0.jar' 'lost: rm lib/a.jar' \
  'other bytes in a library: printf xyz\\n >lib/b.jar' 'one too many: touch lib/c.jar' 'no library: rm -r lib'; do
  count=$(builds)
  (cd "$checkout/target" && touch -r lib/b.jar "$tmp/time" && eval "${damage#*: }" && touch -r "$tmp/time" pal4j-0.1.0.jar lib/b.jar 2>/dev/null)
  mkdir -p "$checkout/target/classes"
  run list
  check "damaged build (${damage%%:*}): found and built again" again 'damaged or only a part' 1
  check 'and once' quiet 1
  check 'not from classes that may be damaged as well' [ ! -e "$checkout/target/classes" ]
done
count=$(builds)
echo sessalc >"$checkout/target/pal4j.jsa"
run list
check 'damaged archive of classes: made again, without Maven' all again 'archive of classes is damaged' 0 -- quiet 0
rm "$checkout/target/pal4j.jsa"
run list
check 'lost archive of classes: made again, without Maven' all again 'archive of classes is damaged' 0 -- quiet 0
rm -rf "$tmp/copy"
cp -R "$checkout/target" "$tmp/copy"
rm "$checkout/target/pal4j.sums"
run list
check 'a build of an older version, without checksums: built anew' again 'first use or changed' 1
rm -rf "$checkout/target"
mkdir "$checkout/target"
cp "$tmp/copy"/pal4j* "$checkout/target"
run list
check 'half-copied build: built again' all status_is 0 -- built_times $((count + 2))
mv "$tmp/tools/cksum" "$tmp/cksum"
run list
check 'no cksum: runs, unchecked' all status_is 0 -- err_is '' -- built_times $((count + 2))
mv "$tmp/cksum" "$tmp/tools/cksum"

# --- times in the future -----------------------------------------------------------------------------------------------

mkdir -p "$checkout/src/main/resources"
echo one >"$checkout/src/main/resources/later.txt"
unchange
touch -t 203001010000 "$checkout/src/main/resources/later.txt" "$checkout/src/main/resources"
count=$(builds)
run list
check 'sources dated in the future: built' built_times $((count + 1))
check 'sources dated in the future: built once' quiet 1
echo two >"$checkout/src/main/resources/later.txt"
touch -t 203001010000 "$checkout/src/main/resources/later.txt"
run list
check 'a changed one: built' built_times $((count + 2))
check 'a changed one: built once' quiet 2
touch "$checkout/src/main/resources/new.txt"
touch -t 203001010000 "$checkout/src/main/resources"
run list
check 'one more file in a folder dated in the future: built' built_times $((count + 3))
rm -r "$checkout/src/main/resources"
unchange
run list
count=$(builds)
touch -t 203001010000 "$checkout/target/pal4j.built"
run list
check 'a build dated in the future, which would hide changes: built anew, once' all built_times $((count + 1)) -- quiet 1

# A source that changes while Maven runs.
echo 'sleep 1.1; touch "$project/src/main/java/B.java"' >"$tmp/say"
rm "$checkout/target/pal4j.built"
run FAKE_MVN="$tmp/say" list
count=$(builds)
run list
check 'changed during the build: built again' built_times $((count + 1))
unchange

echo 'echo "[INFO] fine"; for i in $(seq 40); do echo "[ERROR] fault $i"; done; exit 1' >"$tmp/say"
change "$checkout/pom.xml"
run FAKE_MVN="$tmp/say" list
check 'failed build: status 1, the last 30 errors, no start' all status_is 1 -- err_has 'fault 40' -- err_has 'fault 11' \
  -- not err_has 'fault 10' -- not err_has fine -- not out_has "java: $jvm/z-25/bin/java"
unchange
count=$(builds)
run list
check 'failed build: built anew' all status_is 0 -- built_times $((count + 1))

# Killed with its Maven, after the jar was written and before the stamp.
echo 'mkdir -p "$project/target/lib"; echo jar >"$project/target/pal4j-0.1.0.jar"; kill -KILL $PPID; exit 1' >"$tmp/say"
change "$checkout/pom.xml"
run FAKE_MVN="$tmp/say" list
unchange
check 'interrupted build: no start' all not status_is 0 -- not out_has "java: $jvm/z-25/bin/java"
count=$(builds)
run list
check 'interrupted build: built anew, the lock of the dead one taken over' all status_is 0 -- built_times $((count + 1)) \
  -- [ ! -e "$checkout/target/pal4j.lock" ]

# Two first starts at once; the first one's Maven ends when the second one is seen to wait.
rm -rf "$checkout/target"
: >"$checkout/maven-runs"
echo 'for i in $(seq 400); do [ -e "$project/go" ] && break; sleep 0.05; done' >"$tmp/say"
env -i HOME="$tmp/home" PATH="$tmp/bin:$tmp/tools" PAL4J_JAVA_HOME="$jvm/z-25" FAKE_MVN="$tmp/say" \
  "$checkout/pal4j" list >"$tmp/out of the first" 2>&1 </dev/null &
first=$!
eventually built_times 1
: >"$tmp/err"
(eventually err_has waiting; touch "$checkout/go") &
run list
wait "$first"
first=$?
wait
check 'two first starts: one builds, the other waits and says so, both run' all status_is 0 -- one_line -- err_has waiting \
  -- built_times 1 -- [ "$first" -eq 0 ]

# Ctrl-C while Maven runs.
rm -rf "$checkout/target"
: >"$checkout/maven-runs"
if interruptible; then
  rm "$checkout/go"
  set -m
  run FAKE_MVN="$tmp/say" list &
  set +m
  group=$!
  eventually built_times 1
  kill -INT -- "-$group"
  wait "$group" 2>/dev/null
  check 'Ctrl-C while building leaves no lock and no finished build' all eventually [ ! -e "$checkout/target/pal4j.lock" ] \
    -- [ ! -e "$checkout/target/pal4j.built" ]
fi

: >"$checkout/maven-runs"
run PATH="$tmp/tools" list
check 'no Maven: one line, status 2' all status_is 2 -- one_line -- err_has 'no mvn on PATH'
cp "$tmp/bin/mvn" "$checkout/mvnw"
run PATH="$tmp/tools" list
check "no Maven, but the checkout's own mvnw" all status_is 0 -- built_times 1
rm "$checkout/mvnw"

run bench -f 1 'a b'
check 'bench: built, run with its arguments' all status_is 0 -- built_times 2 -- out_has "argument: <$checkout/bench/target/benchmarks.jar>" \
  -- out_has 'argument: <a b>' -- out_has 'argument: <--add-modules=jdk.incubator.vector>'
run bench
check 'bench: built once' all status_is 0 -- built_times 2
change "$checkout/bench/src"
ln "$checkout/target/pal4j-0.1.0.jar" "$tmp/running.jar"
run bench
check 'bench: changed source' built_times 3
other_file() { ! [ "$1" -ef "$2" ]; }
check 'bench: the jar of a program that runs is not overwritten' other_file "$tmp/running.jar" "$checkout/target/pal4j-0.1.0.jar"
unchange

count=$(builds)
echo raj >"$checkout/bench/target/benchmarks.jar"
run bench
check 'bench: a damaged jar is built again, once' all status_is 0 -- built_times $((count + 1))
run bench
check 'bench: and once' built_times $((count + 1))
echo raj >"$checkout/bench/target/benchmarks.jar"
echo 'printf "jar of another commit\n" >"$project/other"' >"$tmp/fake"
sed -i 's|^echo jar >"$project/target/pal4j-0.1.0.jar"$|if [ -e "$project/other" ]; then cat "$project/other"; else echo jar; fi >"$project/target/pal4j-0.1.0.jar"|' "$tmp/bin/mvn"
run FAKE_MVN="$tmp/fake" bench
run list
check 'bench: the program packaged with it is no damage' all status_is 0 -- built_times $((count + 2))
rm "$checkout/other" "$tmp/fake"

mv "$checkout" "$tmp/with:colon"
ln -s "$tmp/with:colon/pal4j" "$tmp/linked"
checkout=$tmp/with:colon
count=$(builds)
launcher=$tmp/linked run list
link=$(find "$tmp/home/.cache/pal4j/checkouts" -type l)
check 'a colon in its path: by a link in the cache' all status_is 0 -- [ "$(readlink "$link")" = "$checkout" ] \
  -- out_has "argument: <$link/target/pal4j-0.1.0.jar:$link/target/lib>" -- out_has "argument: <-Dpal4j.home=$link>" -- built_times "$count"
rm "$link"
ln -s "$tmp" "$link"
run list
check 'a colon: the link of another checkout is replaced' all status_is 0 -- [ "$(readlink "$link")" = "$checkout" ]
run HOME="$tmp/a:b" list
check 'a colon, and no place for a link: one line, status 2' all status_is 2 -- one_line -- err_has 'has a colon'
mv "$checkout" "$tmp/moved"
checkout=$tmp/moved
run list
check 'moved: runs, without the class archive' all status_is 0 -- err_is '' \
  -- not out_has "argument: <-XX:SharedArchiveFile=$checkout/target/pal4j.jsa>"
if [ "$(id -u)" = 0 ]; then
  echo 'skipped a folder that can not be written: root can write to all'
else
  chmod -R a-w "$checkout"
  run list
  check 'read-only, finished build: runs' all status_is 0 -- err_is ''
  chmod u+w "$checkout/pom.xml"
  change "$checkout/pom.xml"
  run list
  check 'read-only, changed sources: runs, says so' all status_is 0 -- one_line -- err_has 'newer than the build'
  chmod u+w "$checkout" "$checkout/target"
  rm "$checkout/target/pal4j.built"
  chmod u-w "$checkout/target"
  run list
  check 'read-only, no finished build: one line, status 2' all status_is 2 -- one_line -- err_has "can't be written"
  chmod -R u+w "$checkout"
fi

# --- an archive of ./pal4j dist -----------------------------------------------------------------------------------------------

mkdir -p "$checkout/src/main/dist"
echo 'printf "dist: <%s>\n" "$@"' >"$checkout/src/main/dist/dist.sh"
run dist
check 'dist: its script is run with the JDK that was found' all status_is 0 -- out_has "dist: <$jvm/z-25>"
run dist --help
check 'dist with arguments: the program tells' out_has 'argument: <--help>'

unpacked="$tmp/un packed"
mkdir -p "$unpacked/jars"
cp "$source_dir/pal4j" "$unpacked/"
fake_jdk "$unpacked/runtime" 25
rm "$unpacked/runtime/bin/javac"
echo 1-2 >"$unpacked/stamp"
cp -R "$jvm/java-17" "$tmp/old"
launcher=$unpacked/pal4j
classes() { compgen -G "$tmp/home/.cache/pal4j/classes/*.jsa"; }
start PATH="$tmp/old/bin:$tmp/tools" JAVA_HOME="$tmp/old" list
check 'unpacked: runs on its own Java, whatever there is' all status_is 0 -- err_is '' -- ran_on "$unpacked/runtime" -- out_has 'argument: <list>'
check 'unpacked: its jars' out_has "argument: <$unpacked/jars>"
check 'unpacked: one archive of classes in the cache, and it is taken' out_has "argument: <-XX:SharedArchiveFile=$(classes)>"
check 'unpacked: nothing is written beside it' [ "$(ls "$unpacked")" = "$(printf '%s\n' jars pal4j runtime stamp)" ]
before=$(classes)
start list
check 'unpacked: that once' all [ "$(classes)" = "$before" ] -- out_has "argument: <-XX:SharedArchiveFile=$before>"
echo damaged >"$before"
start list
check 'unpacked: a damaged archive is made again' all [ "$(cat "$(classes)")" = classes ] -- out_has "argument: <-XX:SharedArchiveFile=$before>"
echo 3-4 >"$unpacked/stamp"
start list
check 'unpacked: another version at that path leaves one archive' all [ "$(classes | wc -l)" -eq 1 ] -- [ "$(classes)" != "$before" ]
start HOME= list
check 'unpacked, no home: no archive' all status_is 0 -- err_is '' -- not grep -q SharedArchiveFile "$tmp/out"
start XDG_CACHE_HOME=/dev/null list
check 'unpacked, a cache that can not be written: no archive' all status_is 0 -- err_is '' -- not grep -q SharedArchiveFile "$tmp/out"
start PAL4J_JAVA_HOME="$jvm/jre-25" list
check 'unpacked: PAL4J_JAVA_HOME before its own, without a compiler too, and without the archive' all ran_on "$jvm/jre-25" \
  -- not grep -q SharedArchiveFile "$tmp/out"
for word in dist bench; do
  start "$word"
  check "unpacked: $word is the program's affair" all status_is 0 -- out_has "argument: <$word>"
done

finish
