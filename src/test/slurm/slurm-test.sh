#!/usr/bin/env bash
#
# Tries ./pal4j sweep --slurm against a real Slurm on this one machine: munged, slurmctld and slurmd on loopback, with files
# and ports of their own in a temporary folder, beside whatever else runs here. One line a check; ends with status 1 if one
# failed, and leaves nothing running.
#
#   bash src/test/slurm/slurm-test.sh              needs slurmctld, slurmd, sbatch and munged
#   PAL4J_SLURM_TEST=install bash src/test/...     as root on Debian or Ubuntu: installs what is missing
#   PAL4J_SLURM_KEEP=1                             keeps the folder with all logs

set -u
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
pal4j=$source_dir/pal4j
failures=0

# Debian has the daemons where users do not look.
PATH=$PATH:/usr/sbin:/sbin
missing=''
for program in munged slurmctld slurmd sbatch squeue scancel; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
if [ -n "$missing" ] && [ "${PAL4J_SLURM_TEST:-}" = install ] && [ "$(id -u)" -eq 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurm-wlm munge >/dev/null || exit
  missing=''
fi
if [ -n "$missing" ]; then
  echo "not found:$missing; install Slurm and munge (Debian: slurm-wlm, munge), or run this as root with PAL4J_SLURM_TEST=install" >&2
  exit 2
fi

# --- a cluster of one machine ----------------------------------------------------------------------------------------

# The name has a space: scripts, logs and results have to stand it. Slurm's own files have none.
tmp=$(mktemp -d "${TMPDIR:-/tmp}/pal4j-slurm.XXXXXX") && tmp=$(cd -P "$tmp" && pwd) || exit
chmod 755 "$tmp"
work="$tmp/a folder, 100%"
mkdir -p "$tmp/munge" "$tmp/state" "$tmp/spool" "$work"
chmod 755 "$tmp/munge"
daemons=''
# Invoked by the trap.
# shellcheck disable=SC2317
tear_down() {
  [ -z "$daemons" ] || scancel --user="$(id -un)" 2>/dev/null
  local pid
  for pid in $daemons; do kill "$pid" 2>/dev/null; done
  for pid in $daemons; do
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null
  done
  if [ "${PAL4J_SLURM_KEEP:-}" = 1 ]; then echo "kept: $tmp"; else rm -rf "$tmp"; fi
}
trap tear_down EXIT
trap 'exit 130' INT TERM

die() {
  echo "FAILED  $1"
  for log in "$tmp"/*.log "$tmp"/munge/*.log; do
    [ ! -f "$log" ] || { echo "-- $log"; tail -n 15 "$log"; }
  done
  exit 1
}
# check WHAT CONDITION...: runs the condition, prints one line.
check() {
  local what=$1
  shift
  if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; failures=$((failures + 1)); fi
}
# Runs "$@" again and again till it holds, for $1 seconds at most.
eventually() {
  local turns=$(($1 * 5))
  shift
  while [ "$turns" -gt 0 ]; do
    "$@" && return
    turns=$((turns - 1))
    sleep 0.2
  done
  return 1
}

user=$(id -un)
node=$(hostname -s)
port=$((20000 + $$ % 20000))
memory=$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
export SLURM_CONF=$tmp/slurm.conf
: >"$tmp/plugstack.conf"
cat >"$SLURM_CONF" <<END
ClusterName=pal4j-test
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$tmp/munge/socket
StateSaveLocation=$tmp/state
SlurmdSpoolDir=$tmp/spool
SlurmctldPidFile=$tmp/slurmctld.pid
SlurmdPidFile=$tmp/slurmd.pid
SlurmctldLogFile=$tmp/slurmctld.log
SlurmdLogFile=$tmp/slurmd.log
PlugStackConfig=$tmp/plugstack.conf
# No cgroups: containers and sandboxes seldom give them away.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_interval=2,batch_sched_delay=0,defer_batch
ReturnToService=2
KillWait=5
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$memory State=UNKNOWN
PartitionName=debug Nodes=$node Default=YES MaxTime=60 State=UP
END
printf 'IgnoreSystemd=yes\n' >"$tmp/cgroup.conf"

head -c 64 /dev/urandom >"$tmp/munge/key" && chmod 400 "$tmp/munge/key"
munged --foreground --force --key-file="$tmp/munge/key" --socket="$tmp/munge/socket" --pid-file="$tmp/munge/pid" \
  --log-file="$tmp/munge/munged.log" --seed-file="$tmp/munge/seed" 2>"$tmp/munged.out.log" &
daemons=$!
eventually 10 test -S "$tmp/munge/socket" || die 'munged does not start'
slurmctld -D -f "$SLURM_CONF" >/dev/null 2>&1 &
daemons="$daemons $!"
slurmd -D -N "$node" -f "$SLURM_CONF" >/dev/null 2>&1 &
daemons="$daemons $!"
up() { sinfo -h -o %T 2>/dev/null | grep -qx 'idle\|mixed\|allocated'; }
eventually 40 up || die 'the node of the test cluster does not come up'
echo "ok      a cluster of one node: $(sinfo --version), $(nproc) processors"

# --- sweeps ----------------------------------------------------------------------------------------------------------

# What the array job is compared with. The values of taur make five shapes, so five groups.
cat >"$work/small.yaml" <<END
based_on: yinyang
name: small
layers: [4, 8, 3]
epochs: 3
train_samples: 200
validation_samples: 50
test_samples: 50
snapshot_every: 0
sweep:
  product:
    taur: {from: 0, to: 1, points: 5}
    eta_bw: [0.1, 1]
seeds: 2
END
sed 's/^name: small/name: long/; s/^epochs: 3/epochs: 60/' "$work/small.yaml" >"$work/long.yaml"
# The last column of results.csv, and the last two of summary.csv, are times.
same_tables() {
  cmp -s <(sed 's/,[^,]*$//' "$1/results.csv") <(sed 's/,[^,]*$//' "$2/results.csv") &&
    cmp -s <(sed 's/,[^,]*,[^,]*$//' "$1/summary.csv") <(sed 's/,[^,]*,[^,]*$//' "$2/summary.csv") &&
    [ "$(wc -l <"$1/results.csv")" -eq 21 ]
}
queue_is_empty() { [ -z "$(squeue -h 2>/dev/null)" ]; }
finished() { find "$1" -name result.json | sort; }
has() { grep -q -- "$2" "$1"; }
stamps() { while IFS= read -r file; do stat -c '%Y %i %n' "$file"; done <"$work/kept"; }
some_but_not_all() { n=$(finished "$1" | wc -l) && [ "$n" -ge 1 ] && [ "$n" -lt 20 ]; }

"$pal4j" sweep "$work/small.yaml" --out "$work/local small" -q >"$work/out" 2>&1 || die "the local sweep: $(cat "$work/out")"
"$pal4j" sweep "$work/long.yaml" --out "$work/local long" -q >"$work/out" 2>&1 || die "the local sweep: $(cat "$work/out")"

cd "$tmp" || exit
"$pal4j" sweep "$work/small.yaml" --out "$work/small" --slurm --shards 3 >"$work/out" 2>&1
check 'an array job and a job that gathers are submitted' has "$work/out" 'submitted array job [0-9]*, and job [0-9]*'
check 'they end' eventually 120 queue_is_empty
check 'the tables are gathered, and equal those of a local sweep to the bit' same_tables "$work/small" "$work/local small"
check 'each task has a log in the folder' test "$(find "$work/small/slurm" -name '*_*.log' | wc -l)" -eq 3
check 'the array job had its own share of processors and memory' has "$work/small/slurm/array.sbatch" '^#SBATCH --mem=[0-9]*M$'

"$pal4j" sweep "$work/long.yaml" --out "$work/long" --slurm >"$work/out" 2>&1
check 'without a number of shards, each group is a task' has "$work/long/slurm/array.sbatch" '^#SBATCH --array=1-5$'
eventually 120 some_but_not_all "$work/long"
scancel --user="$user"
check 'cancelled jobs end' eventually 60 queue_is_empty
check 'some runs are finished then, and some are not' some_but_not_all "$work/long"
finished "$work/long" >"$work/kept"
before=$(stamps)
"$pal4j" sweep --gather "$work/long" >"$work/out" 2>&1
check 'gathering says that runs are missing, with status 1' test $? -eq 1
check '... and how many' has "$work/out" "^pal4j: $((20 - $(wc -l <"$work/kept"))) runs missing"
"$pal4j" sweep --resume "$work/long" --slurm --slurm-args '--time=50 --comment="again and again"' >"$work/out" 2>&1
check 'submitted again, the sweep goes on' eventually 180 queue_is_empty
check 'its tables equal those of a local sweep to the bit' same_tables "$work/long" "$work/local long"
check 'what was finished was not computed again' test "$before" = "$(stamps)"
check 'arguments for sbatch are in the scripts' has "$work/long/slurm/gather.sbatch" '^#SBATCH --time=50 --comment="again and again"$'

# One task that takes longer than its limit of a minute. Slurm looks at limits twice a minute.
sed -e 's/^name: small/name: slow/' -e 's/^epochs: 3/epochs: 6000/' -e '/^sweep:/,$d' "$work/small.yaml" >"$work/slow.yaml"
printf 'sweep: {product: {eta_bw: [0.1]}}\n' >>"$work/slow.yaml"
"$pal4j" sweep "$work/slow.yaml" --out "$work/slow" --slurm --slurm-args '--time=1 --signal=B:USR1@40' >"$work/out" 2>&1
restarted() { scontrol show job 2>/dev/null | grep -q 'Restarts=[1-9]'; }
# Slurm holds a job that is queued again for two minutes; this starts it at once.
ended_or_started() {
  local job
  for job in $(squeue -h -t PENDING -o %A); do scontrol update JobId="$job" StartTime=now 2>/dev/null; done
  queue_is_empty
}
check 'a task that reaches its time limit is queued again' eventually 180 restarted
checkpoint=$(find "$work/slow" -name checkpoint.safetensors)
check '... and has left a checkpoint' test -s "$checkpoint"
check '... and goes on from it to its end' eventually 400 ended_or_started
"$pal4j" sweep "$work/slow.yaml" --out "$work/local slow" -q >"$work/out" 2>&1
check 'its table equals that of a sweep that nobody stopped' cmp -s <(sed 's/,[^,]*$//' "$work/slow/results.csv") <(sed 's/,[^,]*$//' "$work/local slow/results.csv")

"$pal4j" sweep "$work/small.yaml" --out "$work/refused" --slurm --slurm-args '--partition=none' >"$work/out" 2>&1
check 'what sbatch refuses has status 1' test $? -eq 1
check '... and sbatch is quoted' has "$work/out" 'sbatch refused the array job; nothing runs. It said: .*invalid partition'

if [ "$failures" -gt 0 ]; then
  for log in "$work"/*/slurm/*.log; do
    echo "-- $log"
    tail -n 5 "$log"
  done
  echo "$failures checks failed"
  exit 1
fi
