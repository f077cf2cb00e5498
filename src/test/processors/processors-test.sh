#!/usr/bin/env bash
#
# Runs the experiments whose bits the tests record on other processors: ARM with NEON and SVE, RISC-V without and with
# vectors, under qemu with Debian's JDK 25 for them. One line a check, and the number of those that failed; ends with
# status 1 if one did.
#
#   bash src/test/processors/processors-test.sh                  all six: ten minutes to half an hour on a quiet machine
#   bash src/test/processors/processors-test.sh riscv64 sve      those whose names contain one of the words
#     --runs          also a short run of yinyang on each, whose weights must equal those on this machine
#     --cache FOLDER  where the roots are kept (default target/processors); a second start takes seconds to begin
#     --clean         removes that folder, and does nothing else
#
# Needs root on Debian (x86-64) and says so elsewhere. Installs the Debian packages debootstrap and qemu-user-static if
# they are missing; everything else stays in the cache folder. PAL4J_DEBIAN_MIRROR is another mirror.

set -u
. "$(dirname "$0")/../jdks/roots.sh"
enter_own_mounts "$0" "$@"

cache=$source_dir/target/processors
runs=false clean=false words=()
while [ $# -gt 0 ]; do
  case $1 in
    --runs) runs=true ;;
    --cache) cache=${2:?--cache needs a folder}; shift ;;
    --clean) clean=true ;;
    -*) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
    *) words+=("$1") ;;
  esac
  shift
done
open_cache
trap 'unmount_from "$cache/arm64"; unmount_from "$cache/riscv64"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ "$clean" = true ]; then
  remove_root "$cache/arm64"
  remove_root "$cache/riscv64"
  rm -rf --one-file-system "$cache"
  exit
fi

processors=('arm64, NEON 128' 'arm64, SVE 256' 'arm64, SVE 512' 'riscv64, scalar' 'riscv64, RVV 256' 'riscv64, RVV 512')
contains() { # NAME WORD, whatever the case
  case ${1,,} in *"${2,,}"*) return 0 ;; esac
  return 1
}
for word in ${words[@]+"${words[@]}"}; do
  known=false
  for name in "${processors[@]}"; do
    if contains "$name" "$word"; then known=true; fi
  done
  if [ "$known" = false ]; then
    printf 'no processor has "%s" in its name; there are:\n' "$word" >&2
    printf '  %s\n' "${processors[@]}" >&2
    exit 2
  fi
done
wanted() { # NAME
  local word
  [ "${#words[@]}" -gt 0 ] || return 0
  for word in "${words[@]}"; do
    if contains "$1" "$word"; then return 0; fi
  done
  return 1
}

# A root of another processor is only unpacked: nothing in it can run without qemu, and the JDK needs no more.
set_up() { # ARCHITECTURE QEMU
  local root=$cache/$1 log=$cache/$1.log deb
  if [ ! -e "$root/unpacked" ]; then
    echo "setting up $1 in $root ..."
    remove_root "$root"
    debootstrap --foreign "--arch=$1" --variant=minbase --include=openjdk-25-jre-headless trixie "$root" "$mirror" >"$log" 2>&1 ||
      die "debootstrap of $1" "$log"
    for deb in "$root"/var/cache/apt/archives/*.deb; do
      dpkg-deb -x "$deb" "$root" >>"$log" 2>&1 || die "$deb can't be unpacked" "$log"
    done
    rm -f "$root"/var/cache/apt/archives/*.deb
    touch "$root/unpacked"
  fi
  cp "/usr/bin/qemu-$2-static" "$root/usr/bin/" || exit
  mount_into "$root"
  tests_into "$root"
}

# Not the whole of SameBitsTest: what else it has compares runs with one another, a hundred thousand steps of them.
experiments=(-m 'org.pal4j.circuit.SameBitsTest#checksumIsReproduced(java.lang.String,org.pal4j.circuit.CircuitParametersBuilder,long)'
  -m 'org.pal4j.rate.RateNetworkTest#bitsDoNotDependOnTheMachine')
# Else most of the few thousand steps would pass in the interpreter, which is slow and uses no vector instructions.
options=(-XX:+UseSerialGC -XX:CompileThresholdScaling=0.05)
short_run=(run yinyang --epochs 1 --seed 7 --set train_samples=50 --set validation_samples=100 --set test_samples=100 -q)

same_weights() { [ -s "$1" ] && [ -s "$2" ] && cmp -s "$1" "$2"; }

try() { # NAME ARCHITECTURE QEMU CPU WIDTH JVM-FLAG...
  wanted "$1" || return 0
  local name=$1 root=$cache/$2 log from java=/usr/lib/jvm/java-25-openjdk-$2/bin/java qemu=(/usr/bin/"qemu-$3-static" -cpu "$4") width=$5
  if [ "$4" = default ]; then qemu=(/usr/bin/"qemu-$3-static"); fi
  log=$cache/${1// /-}.log
  set_up "$2" "$3"
  shift 5
  junit_command "$width"
  from=$SECONDS
  inside "$root" "${qemu[@]}" "$java" "${options[@]}" "$@" "${junit[@]}" --include-engine=junit-jupiter "${experiments[@]}" >"$log" 2>&1 </dev/null
  check "$name: the recorded bits, $(grep -oE '[0-9]+ tests successful' "$log" || echo 'no test ran'), $((SECONDS - from)) s" "$log" passed "$log"
  [ "$runs" = true ] || return 0
  rm -rf "$root/out"
  from=$SECONDS
  inside "$root" "${qemu[@]}" "$java" "${options[@]}" "$@" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED "-Dpal4j.vector=$width" \
    -cp '/tests/classes:/tests/libs/*' org.pal4j.cli.Main "${short_run[@]}" --out /out >"$log.run" 2>&1 </dev/null
  check "$name: a run of yinyang has the weights that it has here, $((SECONDS - from)) s" "$log.run" \
    same_weights "$cache/here/weights.safetensors" "$root/out/weights.safetensors"
}

need debootstrap qemu-user-static
compile_tests
if [ "$runs" = true ]; then
  rm -rf "$cache/here"
  "$source_dir/pal4j" "${short_run[@]}" --out "$cache/here" >"$cache/here.log" 2>&1 || die 'the run on this machine' "$cache/here.log"
fi

try "${processors[0]}" arm64 aarch64 max,sve=off 128
try "${processors[1]}" arm64 aarch64 max,sve256=on 256
try "${processors[2]}" arm64 aarch64 max,sve512=on 512
try "${processors[3]}" riscv64 riscv64 default scalar
# The JVM uses RISC-V's vectors only if it is told to.
try "${processors[4]}" riscv64 riscv64 rv64,v=true,vlen=256,vext_spec=v1.0 256 -XX:+UnlockDiagnosticVMOptions -XX:+UseRVV
try "${processors[5]}" riscv64 riscv64 rv64,v=true,vlen=512,vext_spec=v1.0 512 -XX:+UnlockDiagnosticVMOptions -XX:+UseRVV
finish
