#!/usr/bin/env bash
#
# Makes the archive of ./pal4j dist, and runs the program from it as on a machine without Java and Maven: with nothing in the
# environment and a PATH that has the few programs that the launcher calls; in a path with spaces, through a link on the PATH;
# as root on Linux, in a root directory that has nothing but these, where the program's folder can't be written. Prints one line
# per check; ends with status 1 if one failed.
#
#   bash src/test/dist/dist-test.sh   half a minute; needs what building PAL4J needs

set -u
root=$(cd -P -- "$(dirname "$0")/../../.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pal4j-dist.XXXXXX") && tmp=$(cd -P "$tmp" && pwd) || exit
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
# shellcheck source=src/test/launcher/checks.sh
. "$root/src/test/launcher/checks.sh"
: >"$tmp/out" >"$tmp/err"

"$root/pal4j" dist >"$tmp/out" 2>"$tmp/err"
status=$?
archive=$(sed -n '1s/\(.*\.tar\.gz\)  .*/\1/p' "$tmp/out")
check './pal4j dist makes an archive, and says which' all status_is 0 -- test -s "$archive"
[ -s "$archive" ] || exit 1
check 'and leaves nothing else' test -z "$(ls -d "$root"/target/dist.* 2>/dev/null)"

mkdir -p "$tmp/a place" "$tmp/bin" "$tmp/tools" "$tmp/home" "$tmp/here"
tar -xzf "$archive" -C "$tmp/a place"
program=$(echo "$tmp/a place"/pal4j-*)
check 'everything is in one folder' [ -x "$program/pal4j" ]
for tool in bash env cat cksum dirname basename readlink mkdir mkfifo mktemp mv rm tr; do ln -s "$(command -v "$tool")" "$tmp/tools/$tool"; done
ln -s "$program/pal4j" "$tmp/bin/pal4j"
check 'there is no Java to be found' not env PATH="$tmp/bin:$tmp/tools" bash -c 'command -v java || command -v mvn'

# start [NAME=VALUE...] COMMAND...: in an empty folder, with nothing in the environment.
start() {
  (cd "$tmp/here" && exec env -i HOME="$tmp/home" PATH="$tmp/bin:$tmp/tools" "$@") >"$tmp/out" 2>"$tmp/err" </dev/null
  status=$?
}
small=(run yinyang -q --epochs 1 --set train_samples=60 --set validation_samples=30 --set test_samples=30)
whole() { local sum size; read -r sum size <<<"$(cksum <"$1")"; case $1 in *"-$sum.$size.jsa") ;; *) return 1 ;; esac; }
cached() { compgen -G "$tmp/home/.cache/pal4j/classes/*.jsa"; }

start pal4j "${small[@]}"
check 'a run, by a link on the PATH, in a path with spaces' all status_is 0 -- err_is '' -- test -s "$tmp/here/runs/yinyang-1/report.html"
"$root/pal4j" "${small[@]}" --out "$tmp/checkout" >/dev/null 2>&1
check 'its weights have the bits of the checkout' cmp "$tmp/here/runs/yinyang-1/weights.safetensors" "$tmp/checkout/weights.safetensors"
classes=$(cached)
check 'the first start leaves one archive of classes in the cache' [ "$(wc -l <<<"$classes")" = 1 ]
start PAL4J_DEBUG=1 pal4j list
check 'the next one takes it' all status_is 0 -- err_has "SharedArchiveFile=$classes" -- grep -q '^yinyang ' "$tmp/out"
check 'hints name the command as it was called' grep -q 'pal4j run yinyang' "$tmp/out" -- not grep -q '\./pal4j' "$tmp/out"
check 'its name has its checksum' whole "$classes"
printf x | dd of="$classes" bs=1 seek=5000 conv=notrunc 2>/dev/null
start pal4j list
check 'a damaged one is made again' all status_is 0 -- err_is '' -- [ "$(cached | wc -l)" = 1 ] -- whole "$(cached)"
start pal4j dist
check 'it makes no archive of itself, and errors arrive' all status_is 2 -- one_line -- err_has 'from a checkout'
start PAL4J_JAVA_HOME=/nowhere pal4j list
check 'another Java that is none' all status_is 2 -- one_line -- err_has 'PAL4J_JAVA_HOME (/nowhere) is no JDK'
check 'manual pages come with it' test -s "$program/man/man1/pal4j-run.1"

if [ "$(id -u)" = 0 ] && command -v ldd >/dev/null && unshare -m true 2>/dev/null; then
  # A root directory with these programs and the C library alone.
  bare=$tmp/bare
  mkdir -p "$bare/usr/bin" "$bare/dev" "$bare/tmp" "$bare/opt/pal 4j"
  {
    for tool in "$tmp"/tools/*; do readlink -f "$tool"; done
    find "$program/runtime" -name 'lib*.so' -o -path '*/bin/java'
  } | while read -r file; do ldd "$file"; done 2>/dev/null | grep -vF "$tmp" | grep -o '/[^ )]*' | sort -u | while read -r library; do
    mkdir -p "$bare${library%/*}" && cp -L "$library" "$bare$library"
  done
  for tool in "$tmp"/tools/*; do cp -L "$tool" "$bare/usr/bin/"; done
  touch "$bare/dev/null"
  # shellcheck disable=SC2016
  in_bare='mount --bind "$1" "$2/opt/pal 4j" && mount -o remount,bind,ro "$2/opt/pal 4j" && mount --bind /dev/null "$2/dev/null" &&
    root=$2 && shift 2 && exec env -i PATH=/usr/bin "$0" "$root" "$@"'
  unshare -m bash -c "$in_bare" "$(command -v chroot)" "$program" "$bare" '/opt/pal 4j/pal4j' "${small[@]}" --out /tmp/out >"$tmp/out" 2>"$tmp/err" </dev/null
  status=$?
  check 'a run where nothing but bash and a few programs is, not even /proc and a home, from a folder that is read-only' all status_is 0 \
    -- test -s "$bare/tmp/out/report.html"
  check 'the same bits' cmp "$bare/tmp/out/weights.safetensors" "$tmp/checkout/weights.safetensors"
else
  echo 'skipped a root directory without Java: needs root on Linux'
fi

finish
