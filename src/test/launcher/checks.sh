# What the tests of the launcher have in common; to be sourced. They leave what a start printed in $tmp/out and $tmp/err, and
# its exit status in `status`.

# shellcheck shell=bash disable=SC2154  # the tests set tmp and status
failures=0

# check WHAT CONDITION...: runs the condition, prints one line; after a failure, what the last start printed.
check() {
  local what=$1
  shift
  if "$@"; then
    printf 'ok      %s\n' "$what"
  else
    printf 'FAILED  %s\n' "$what"
    failures=$((failures + 1))
    sed 's/^/          out: /' "$tmp/out" | head -n 60
    sed 's/^/          err: /' "$tmp/err" | head -n 60
    printf '          status: %s\n' "$status"
  fi
}
all() { # conditions separated by --
  local part=()
  while [ $# -gt 0 ]; do
    if [ "$1" = -- ]; then "${part[@]}" || return; part=(); else part+=("$1"); fi
    shift
  done
  "${part[@]}"
}
not() { ! "$@"; }
status_is() { [ "$status" -eq "$1" ]; }
out_has() { grep -qxF -- "$1" "$tmp/out"; }
err_is() { [ "$(cat "$tmp/err")" = "$1" ]; }
err_has() { case $(cat "$tmp/err") in *"$1"*) ;; *) return 1 ;; esac; }
one_line() { [ "$(wc -l <"$tmp/err")" -eq 1 ]; }
nothing_in() { [ -z "$(ls -A "$1")" ]; }
# Runs "$@" again and again till it holds, for twenty seconds at most.
eventually() {
  local i
  # shellcheck disable=SC2034
  for i in $(seq 400); do
    "$@" && return
    sleep 0.05
  done
  return 1
}
# The last line of a test.
finish() {
  echo "$failures failed"
  [ "$failures" -eq 0 ]
}
