#!/usr/bin/env bash
#
# Tries PAL4J on the JDKs 25 to 28 of Debian's unstable suite: same bits, no allocation, also under flags of the JVM, and
# then the benchmark of each beside the first. One line a check, and the number of those that failed; ends with status 1 if
# one did. docs/jdks.md says what was found so.
#
#   bash src/test/jdks/jdks-test.sh                  all of this: a quarter of an hour on a quiet machine
#     --jdks "25 27"   these versions only
#     --widths "512"   these widths of vectors only
#     --no-tests       without the tests at each width
#     --no-flags       without the checks under other flags
#     --no-bench       without the benchmark
#     --bench "ARG ..."  further arguments of ./pal4j bench, for example "--only 4-30-3" or "--json /pal4j/jdks.json"
#     --all            also mvn verify on each, ten minutes for one
#     --shell          after setting up: a shell in the folder, with the JDKs in /usr/lib/jvm and a copy of PAL4J in /pal4j
#     --update         renews the JDKs of a folder that was set up earlier
#     --cache FOLDER   where the JDKs are kept (default target/jdks, 3 GB); a second start takes seconds to begin
#     --clean          removes that folder, and does nothing else
#
# Needs root on Debian (x86-64) and says so elsewhere. Installs the Debian package debootstrap if it is missing; everything
# else stays in the cache folder. PAL4J_DEBIAN_MIRROR is another mirror.

set -u
. "$(dirname "$0")/roots.sh"
enter_own_mounts "$0" "$@"

cache=$source_dir/target/jdks
versions=(25 26 27 28) widths=(512 256 128 scalar) tests=true flags=true bench=true bench_arguments=() all=false shell=false update=false clean=false
while [ $# -gt 0 ]; do
  case $1 in
    --jdks) read -r -a versions <<<"${2:?--jdks needs versions}"; shift ;;
    --widths) read -r -a widths <<<"${2:?--widths needs widths}"; shift ;;
    --no-tests) tests=false ;;
    --no-flags) flags=false ;;
    --no-bench) bench=false ;;
    --bench) read -r -a bench_arguments <<<"${2:?--bench needs arguments}"; shift ;;
    --all) all=true ;;
    --shell) shell=true ;;
    --update) update=true ;;
    --cache) cache=${2:?--cache needs a folder}; shift ;;
    --clean) clean=true ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
  shift
done
if [ "$tests" = false ]; then widths=(); fi
open_cache
root=$cache/root
trap 'unmount_from "$root"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ "$clean" = true ]; then
  remove_root "$root"
  rm -rf --one-file-system "$cache"
  exit
fi

# --- the JDKs --------------------------------------------------------------------------------------------------------

apt() { inside "$root" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends "$@" >>"$cache/apt.log" 2>&1; }
home_of() { echo "/usr/lib/jvm/java-$1-openjdk-amd64"; }

need debootstrap
if [ ! -e "$root/complete" ]; then
  echo "setting up Debian's unstable suite in $root ..."
  remove_root "$root"
  debootstrap --variant=minbase --include=ca-certificates sid "$root" "$mirror" >"$cache/debootstrap.log" 2>&1 ||
    die 'debootstrap of the unstable suite' "$cache/debootstrap.log"
  touch "$root/complete"
fi
mount_into "$root"
: >"$cache/apt.log"
if [ "$update" = true ]; then apt update && apt upgrade || die 'the JDKs can not be renewed' "$cache/apt.log"; fi
found=()
for version in "${versions[@]}"; do
  if [ ! -x "$root$(home_of "$version")/bin/javac" ]; then
    echo "installing JDK $version ..."
    if ! inside "$root" apt-cache show "openjdk-$version-jdk-headless" >/dev/null 2>&1; then
      echo "skipped JDK $version: the unstable suite has none (--update, if it is new)"
      continue
    fi
    apt install "openjdk-$version-jdk-headless" || die "JDK $version can't be installed" "$cache/apt.log"
  fi
  found+=("$version")
done
[ "${#found[@]}" -gt 0 ] || die 'none of these JDKs is there'

# A copy of this checkout, whose build is taken over as it is: all JDKs run the same classes.
copy_checkout() {
  rm -rf "$root/pal4j" && mkdir -p "$root/pal4j" &&
    (cd "$source_dir" && git ls-files -z | grep -zv '^.git/' | xargs -0 cp -a --parents -t "$root/pal4j" &&
      cp -a --parents target/lib target/pal4j* -t "$root/pal4j") &&
    if [ "$bench" = true ]; then (cd "$source_dir" && cp -a --parents bench/target/benchmarks* -t "$root/pal4j"); fi &&
    touch "$root/pal4j/target/pal4j.built" &&
    if [ "$bench" = true ]; then touch "$root/pal4j/bench/target/benchmarks.built"; fi
}
compile_tests
# What the runs on other JDKs are compared with; it also builds the program, if it is stale.
short_run=(run yinyang --epochs 1 --seed 7 --set train_samples=50 --set validation_samples=100 --set test_samples=100 -q)
rm -rf "$cache/here"
"$source_dir/pal4j" "${short_run[@]}" --out "$cache/here" >"$cache/here.log" 2>&1 || die 'the run with the JDK of this machine' "$cache/here.log"
if [ "$bench" = true ]; then
  "$source_dir/pal4j" bench --help >"$cache/bench-build.log" 2>&1 || die 'the benchmarks do not build' "$cache/bench-build.log"
fi
copy_checkout || die 'the checkout can not be copied'
tests_into "$root"
mkdir -p "$root/target" # jqwik's
if [ "$shell" = true ]; then
  echo "PAL4J is in /pal4j; JAVA_HOME is JDK ${found[0]}"
  inside "$root" env "TERM=${TERM:-dumb}" "JAVA_HOME=$(home_of "${found[0]}")" bash -c 'cd /pal4j && exec bash -i'
  exit
fi

# --- the checks ------------------------------------------------------------------------------------------------------

same_weights() { [ -s "$1" ] && [ -s "$2" ] && cmp -s "$1" "$2"; }
succeeded() { [ "$status" -eq 0 ]; }
kernels=(-p org.pal4j.kernel -c org.pal4j.rate.RateNetworkTest)
same_bits=(-c org.pal4j.circuit.SameBitsTest)
recorded_bits=(-m 'org.pal4j.circuit.SameBitsTest#checksumIsReproduced(java.lang.String,org.pal4j.circuit.CircuitParametersBuilder,long)')
circuits=(-c org.pal4j.circuit.AllocationTest)
rates=(-c org.pal4j.rate.RateCompilationTest)

# Runs tests on JDK $1 at width $2 with the JVM's flags in $3, which are words. Each in a JVM of its own, as a run has it: what
# other tests have called before alters what the compiler inlines, and on JDK 27 kernels box after the tests of kernels.
tests() { # VERSION WIDTH FLAGS WHAT TEST...
  local version=$1 width=$2 words log what=$4
  read -r -a words <<<"$3"
  log=$cache/$version-${4//[^A-Za-z0-9=+]/-}.log
  shift 4
  junit_command "$width"
  inside "$root" "$(home_of "$version")/bin/java" "${words[@]}" "${junit[@]}" "$@" >"$log" 2>&1 </dev/null
  if skipped "$log"; then
    echo "skipped JDK $version, $what: there are no vectors of this width"
  else
    check "JDK $version, $what: $(grep -oE '[0-9]+ tests successful' "$log" || echo 'no test ran')" "$log" passed "$log"
  fi
}

for version in "${found[@]}"; do
  home=$(home_of "$version")
  echo "-- JDK $version: $(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$root$home/release")"
  rm -rf "$root/out"
  inside "$root" env "JAVA_HOME=$home" /pal4j/pal4j "${short_run[@]}" --out /out >"$cache/$version-run.log" 2>&1 </dev/null
  check "JDK $version, the launcher: a run of yinyang has the weights that it has here" "$cache/$version-run.log" \
    same_weights "$cache/here/weights.safetensors" "$root/out/weights.safetensors"
  for width in ${widths[@]+"${widths[@]}"}; do
    tests "$version" "$width" -XX:+UseSerialGC "bits and kernels at $width" "${same_bits[@]}" "${kernels[@]}"
    tests "$version" "$width" -XX:+UseSerialGC "circuits allocate nothing at $width" "${circuits[@]}"
    tests "$version" "$width" -XX:+UseSerialGC "rate networks allocate nothing at $width" "${rates[@]}"
  done
  if [ "$flags" = true ]; then
    # The first compiler boxes every vector, and is so slow that only the recorded bits are compared.
    for flag in -XX:UseAVX=2 -XX:UseAVX=1 -XX:UseAVX=0 -XX:+UseCompactObjectHeaders -XX:+UseParallelGC -XX:+UseG1GC; do
      tests "$version" preferred "$flag" "bits with $flag" "${same_bits[@]}"
      tests "$version" preferred "$flag" "circuits allocate nothing with $flag" "${circuits[@]}"
      tests "$version" preferred "$flag" "rate networks allocate nothing with $flag" "${rates[@]}"
    done
    tests "$version" preferred -XX:TieredStopAtLevel=1 "bits with -XX:TieredStopAtLevel=1" "${recorded_bits[@]}"
  fi
  if [ "$all" = true ]; then
    if [ ! -x "$root/usr/bin/mvn" ]; then apt install maven || die "Maven can't be installed" "$cache/apt.log"; fi
    if [ -d "$HOME/.m2/repository" ]; then mkdir -p "$root/root/.m2" && cp -ru "$HOME/.m2/repository" "$root/root/.m2/"; fi
    inside "$root" env "JAVA_HOME=$home" bash -c 'rm -rf /verify && cp -r /pal4j /verify && rm -rf /verify/target /verify/bench/target && cd /verify &&
      mvn -B -ntp -Dstyle.color=never verify' >"$cache/$version-verify.log" 2>&1 </dev/null
    status=$?
    check "JDK $version, mvn verify" "$cache/$version-verify.log" succeeded
  fi
done
if [ "$bench" = true ]; then
  echo '-- the benchmark'
  arguments=()
  for version in "${found[@]}"; do arguments+=(--jdk "$version=$(home_of "$version")"); done
  inside "$root" env "JAVA_HOME=$(home_of "${found[0]}")" /pal4j/pal4j bench "${arguments[@]}" ${bench_arguments[@]+"${bench_arguments[@]}"} </dev/null
  status=$?
  check 'the benchmark: all rows are valid on every JDK' 'see above' succeeded
fi
finish
