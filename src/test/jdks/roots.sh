# Sourced by jdks-test.sh and processors-test.sh: folders with a small Debian in them, in which other JDKs run.
#
# Both scripts run in a mount namespace of their own: nobody else sees what they mount, and it vanishes with them, however
# they end.
#
# shellcheck shell=bash

failures=0
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
mirror=${PAL4J_DEBIAN_MIRROR:-http://deb.debian.org/debian}

# Ends the script where it can't run. Otherwise starts it again, once, in a namespace of its own.
enter_own_mounts() { # SCRIPT ARGUMENT...
  local outside now fault=''
  now=$(readlink /proc/self/ns/mnt)
  outside=${PAL4J_OUTSIDE:-$now}
  if [ "$outside" != "$now" ]; then return; fi
  if [ "$(uname -sm)" != 'Linux x86_64' ] || [ ! -e /etc/debian_version ]; then
    fault='it needs Debian on x86-64'
  elif [ "$(id -u)" -ne 0 ]; then
    fault='it needs root, for debootstrap and chroot'
  elif ! unshare --mount true 2>/dev/null; then
    fault='mounts are not allowed here (unshare --mount)'
  fi
  if [ -n "$fault" ]; then
    echo "skipped: ${1##*/}: $fault"
    exit 0
  fi
  PAL4J_OUTSIDE=$now exec unshare --mount --propagation private -- bash "$@"
}

# Makes $cache an absolute path. Everything in it may be removed later, so a folder that has something else in it is refused.
open_cache() {
  mkdir -p "$cache" && cache=$(cd -P "$cache" && pwd) || exit
  if [ ! -e "$cache/pal4j-cache" ]; then
    [ -z "$(ls -A "$cache")" ] || die "$cache is neither empty nor a folder that this script has made"
    touch "$cache/pal4j-cache" || exit
  fi
}

# Installs what is missing of the Debian packages "$@".
need() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
  done
  PATH=$PATH:/usr/sbin
  [ "${#missing[@]}" -gt 0 ] || return 0
  echo "installing ${missing[*]} ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$cache/apt.log" 2>&1 ||
    die "can't install ${missing[*]}" "$cache/apt.log"
}

die() { # TEXT LOG
  echo "FAILED  $1"
  [ -z "${2:-}" ] || tail -n 15 "$2" | sed 's/^/        /'
  exit 1
}

# One line a check; the end of the log if it failed.
check() { # WHAT LOG COMMAND...
  local what=$1 log=$2
  shift 2
  if "$@"; then
    echo "ok      $what"
  else
    echo "FAILED  $what ($log)"
    grep -aE '✘|^ +=> |\[ERROR\]|^Exception|^pal4j: |^Error' "$log" 2>/dev/null | head -n 12 | cut -c1-180 | sed 's/^/        /'
    failures=$((failures + 1))
  fi
}

mounted() { mountpoint -q "$1"; }
# Is anything mounted at a place within the folder? The system writes a blank in a name as \040.
mounts_within() {
  local place
  while read -r _ place _; do
    case $(printf '%b' "$place") in "$1"/*) return 0 ;; esac
  done </proc/self/mounts
  return 1
}
mount_into() { # ROOT
  mkdir -p "$1/proc" "$1/dev"
  mounted "$1/proc" || mount --bind /proc "$1/proc" || exit
  mounted "$1/dev" || mount --bind /dev "$1/dev" || exit
}
unmount_from() { # ROOT
  local folder
  for folder in "$1/dev" "$1/proc"; do
    if mounted "$folder"; then umount --lazy "$folder" || exit; fi
  done
}
# Removes a root, and never what is mounted into it.
remove_root() {
  [ -d "$1" ] || return 0
  unmount_from "$1"
  if mounts_within "$1"; then die "something is still mounted in $1"; fi
  rm -rf --one-file-system "$1"
}
# Runs a command in a root, with a clean environment.
inside() { # ROOT COMMAND...
  local root=$1
  shift
  env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" "$@"
}

# Compiles the program and its tests with the launcher's JDK, and collects them and their libraries in $cache/tests, unless
# they are there already.
compile_tests() {
  local log=$cache/compile.log path jar
  if [ -e "$cache/tests/complete" ] && [ -z "$(cd "$source_dir" && find pom.xml src/main/java src/main/resources src/test/java src/test/resources \
      -newer "$cache/tests/complete" -print -quit)" ]; then
    return
  fi
  echo "compiling the program and its tests ..."
  PAL4J_DEBUG=1 "$source_dir/pal4j" --version >"$log" 2>&1 || die 'the program does not build' "$log"
  java_home=$(sed -n 's/^pal4j: \(.*\)\/bin\/java .*/\1/p' "$log" | sed 's/\\\(.\)/\1/g')
  rm -rf "$cache/tests" && mkdir -p "$cache/tests/libs" && touch "$cache/tests/started"
  (cd "$source_dir" && export JAVA_HOME=$java_home && mvn -q -B -ntp -Dstyle.color=never -Dpal4j.quick test-compile \
    dependency:build-classpath -Dmdep.includeScope=test "-Dmdep.outputFile=$cache/tests/class-path" &&
    mvn -q -B -ntp dependency:copy -Dartifact=org.junit.platform:junit-platform-console-standalone:1.14.4 \
      "-DoutputDirectory=$cache/tests/libs") >>"$log" 2>&1 || die 'the tests do not compile' "$log"
  # Compiled without Error Prone: the next mvn verify must do it again.
  rm -rf "$source_dir/target/maven-status"
  IFS=: read -r -a path <"$cache/tests/class-path"
  for jar in "${path[@]}"; do cp "$jar" "$cache/tests/libs/"; done
  cp -r "$source_dir/target/classes" "$source_dir/target/test-classes" "$cache/tests/" && mv "$cache/tests/started" "$cache/tests/complete"
}
# Copies them into a root, as /tests.
tests_into() { rm -rf "$1/tests" && cp -r "$cache/tests" "$1/tests"; }

# Sets `junit` to the arguments of a JVM that runs tests of JUnit in a root at a vector width.
junit_command() { # WIDTH
  junit=(--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading -Xmx1g "-Dpal4j.vector=$1" -cp '/tests/test-classes:/tests/classes:/tests/libs/*'
    org.junit.platform.console.ConsoleLauncher execute --details=tree --disable-banner --disable-ansi-colors)
}
# Did JUnit run tests, and did all of them pass? It does not count as passed if all were skipped.
passed() { grep -qE '^\[ +[1-9][0-9]* tests successful' "$1" && grep -qE '^\[ +0 tests failed' "$1"; }
# What a processor without vectors of a width has its tests say.
skipped() { grep -q '^Tests of this vector width are skipped' "$1"; }

# The line at the end, and the status.
finish() {
  if [ "$failures" -eq 1 ]; then echo '1 failed'; else echo "$failures failed"; fi
  [ "$failures" -eq 0 ]
  exit
}
