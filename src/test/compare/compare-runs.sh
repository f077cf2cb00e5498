#!/usr/bin/env bash
#
# Runs the same commands with an earlier commit and with the working tree, and compares what they leave, file by file: the bytes of weights,
# recordings and tables, times and environment apart. A change that is to alter no result must pass.
#
#   src/test/compare/compare-runs.sh COMMIT [--data DIR]
#
# DIR has the files of MNIST and CIFAR-10; without it, commands that need them are left out. Keys that the working tree's configurations have and
# the earlier one's lack are listed, and pass.

set -u -o pipefail
commit=${1:?"usage: $0 COMMIT [--data DIR]"}
data=
[ "${2:-}" = --data ] && data=$(cd "${3:?}" && pwd)
here=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git clone -q "$here" "$work/old" && git -C "$work/old" checkout -q "$commit" || exit 2
"$work/old/pal4j" list >/dev/null || exit 2
"$here/pal4j" list >/dev/null || exit 2

small='--set train_samples=300 --set validation_samples=100 --set test_samples=100'
cat >"$work/sweep.yaml" <<'YAML'
based_on: yinyang
epochs: 2
train_samples: 60
validation_samples: 30
test_samples: 30
sweep: {product: {eta_bw: [0.1, 1], layers: [[4, 5, 3], [4, 9, 3]]}}
seeds: 3
YAML
commands=(
  "run yinyang --epochs 3 $small"
  "run yinyang --epochs 2 --seeds 5 $small --set snapshot_every=1"
  "run yinyang --epochs 2 --seeds 20 --threads 1 $small"
  "run yinyang --epochs 2 $small --each eta_bw=0.1,0.5,2"
  "run yinyang-fa --epochs 3 $small --vector scalar"
  "run fig3abc --epochs 3 --set snapshot_every=1 --set teacher_seed=0 --set record=[B,vbas,angle_B,angle_update] --set record_every=500"
  "run fig3def --epochs 2 --seed 123 --set random=numpy"
  "run fig4ab --epochs 20" "run fig4ab-fa --epochs 20" "run fig4ab-bp --epochs 20 --seeds 3"
  "run prospectivity-none-10 --epochs 2"
  "run yinyang --epochs 1 --set eta_fw=1e30 --set activation=linear $small"
  "run $here/src/test/resources/original/align.json --task bw_only --epochs 2"
  "run $here/src/test/resources/original/chain.json --task fw_bw --epochs 5"
  "run $here/src/test/resources/original/yinyang.yaml --epochs 1 $small"
  "sweep $work/sweep.yaml"
)
if [ -n "$data" ]; then
  tiny='--set train_samples=640 --set validation_samples=64 --set test_samples=64'
  commands+=(
    "run mnist --epochs 1 --set train_samples=300 --set validation_samples=50 --set test_samples=50 --data $data"
    "run autoencoder --seed 1 --epochs 1 $tiny --data $data"
    "run autoencoder-bp --seeds 1,3 --epochs 1 $tiny --data $data"
    "run autoencoder-single --seed 3 --epochs 1 $tiny --data $data"
    "run cifar10-dfa --epochs 1 --set train_samples=256 --set validation_samples=128 --set test_samples=128 --set updates=10 --data $data"
    "run cifar10 --epochs 1 --set train_samples=256 --set validation_samples=128 --set test_samples=128 --set updates=10 --data $data"
  )
fi

status=0
for k in "${!commands[@]}"; do
  command=${commands[$k]}
  for side in old new; do
    tree=$here
    [ "$side" = old ] && tree=$work/old
    # shellcheck disable=SC2086 # the words of a command
    "$tree/pal4j" $command --quiet --out "$work/$side-$k" >"$work/$side-$k.log" 2>&1
    echo $? >"$work/$side-$k.status"
  done
  if python3 "$here/src/test/compare/compare_folders.py" "$work/old-$k" "$work/new-$k" &&
      cmp -s "$work/old-$k.status" "$work/new-$k.status"; then
    echo "same      $command"
  else
    echo "DIFFERENT $command (exit status $(cat "$work/old-$k.status"), $(cat "$work/new-$k.status"))"
    status=1
  fi
done
exit $status
