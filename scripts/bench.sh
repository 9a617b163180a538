#!/usr/bin/env bash
# Measures the whole program over synthetic sites: cold build, build again, build after one edit, check; each beside
# `cp -r` of the finished output, in the same run. Usage: scripts/bench.sh [ENTRIES…], by default 1000 and 7000.
#
# Every run writes to a fresh folder and nothing is deleted until the end: ext4 walks past recently deleted inodes whenever
# it makes a file, and a loop of deleting and building would measure that walk. DEST=folder chooses the disk, RUNS=n the
# number of runs, of which the median is shown.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${RUNS:-5}
cargo build --release --quiet --bin fatiao --example synthetic_site
fatiao=$PWD/target/release/fatiao
work=$(mktemp -d -p "${DEST:-${TMPDIR:-/var/tmp}}")
trap 'rm -rf "$work"' EXIT

python3 - "$fatiao" "$PWD/target/release/examples/synthetic_site" "$work" "$runs" "${@:-1000 7000}" <<'PYTHON'
import os, resource, statistics, subprocess, sys, time

fatiao, synthetic, work, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
sizes = [int(size) for arg in sys.argv[5:] for size in arg.split()]


def run(args):
    """Wall seconds, CPU seconds, peak MiB and exit code of one process."""
    start = time.monotonic()
    child = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode


def median(rows):
    return [statistics.median(column) for column in zip(*[row[:3] for row in rows])]


print("| entries | what | wall s | CPU s | peak MiB | wall / cp -r |")
print("|---|---|---|---|---|---|")
for size in sizes:
    site = f"{work}/site-{size}"
    subprocess.run([synthetic, str(size), site], check=True)
    rows = {name: [] for name in ["cp -r", "cold build", "build again", "build after one edit", "check"]}
    for number in range(runs):
        out = f"{work}/out-{size}-{number}"
        build = [fatiao, "--root", site, "build", "--out", out]
        rows["cold build"].append(run(build))
        rows["cp -r"].append(run(["cp", "-r", out, f"{work}/copy-{size}-{number}"]))
        rows["build again"].append(run(build))
        with open(f"{site}/content/chapter-0/entry-0.md", "a") as entry:
            entry.write(f"\n第{number}次修改。\n")
        rows["build after one edit"].append(run(build))
        rows["check"].append(run([fatiao, "--root", site, "check"]))
    faulty = [name for name, all in rows.items() if any(row[3] for row in all)]
    if faulty:
        sys.exit(f"failed at {size}: {faulty}")
    floor = median(rows["cp -r"])[0]
    for name, all in rows.items():
        wall, cpu, peak = median(all)
        print(f"| {size:,} | {name} | {wall:.3f} | {cpu:.2f} | {peak:.0f} | {wall / floor:.2f} |", flush=True)
PYTHON
