#!/usr/bin/env bash
#
# Makes target/pal4j-VERSION-SYSTEM.tar.gz, the program with a Java runtime of its own. It needs bash and nothing else where it
# is unpacked. The launcher runs this script (./pal4j dist) after it has built what is stale.
#
#   src/main/dist/dist.sh JAVA   the home of a JDK

set -eu -o pipefail
here=$(cd -P -- "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
java=$1

jar=$(cd "$root/target" && ls pal4j-[0-9]*.jar | grep -v -e '-sources.jar$' -e '-javadoc.jar$' -e '-tests.jar$' | head -n 1)
# As the JDK names what it is for: Linux and x86_64, for example.
property() { sed -n "s/^$1=\"\(.*\)\"/\1/p" "$java/release" | tr '[:upper:] ' '[:lower:]-'; }
system=$(property OS_NAME)-$(property OS_ARCH)
name=${jar%.jar}-$system
work=$root/target/dist.$$
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
program=$work/$name

mkdir -p "$program"
bash "$here/program.sh" jars "$program"
bash "$here/program.sh" runtime "$program" "$java"
cp "$root/pal4j" "$root/README.md" "$root/CHANGELOG.md" "$program/"
cp -R "$root/docs" "$program/"
XDG_CACHE_HOME=/dev/null "$program/pal4j" man --out "$program/man/man1" >/dev/null
chmod -R u+rwX,go+rX,go-w "$work"

# Nobody's number goes into the archive.
owner=()
if tar --version 2>/dev/null | grep -q GNU; then owner=(--owner=0 --group=0 --numeric-owner --sort=name); fi
tar -C "$work" ${owner[@]+"${owner[@]}"} -cf - "$name" | gzip -n >"$work/archive"
mv "$work/archive" "$root/target/$name.tar.gz"

printf '%s  %s MB\n' "$root/target/$name.tar.gz" "$(($(wc -c <"$root/target/$name.tar.gz") / 1000000))"
printf 'Elsewhere:  tar xzf %s && %s/pal4j run yinyang\n' "$name.tar.gz" "$name"
