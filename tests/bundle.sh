#!/usr/bin/env bash
# Tries an archive of ci/bundle in newer distributions than the one it was built on: bundle.sh
# ARCHIVE [SUITE...] (trixie). Needs root and debootstrap, and takes minutes, so it is no part of
# ci/test; where they are missing it says so and is skipped. Prints TAP.
set -uo pipefail

archive=$(readlink -f "$1")
shift
suites=("${@:-trixie}")
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep '/debian/$' | head -n 1)}

skip() {
    printf '1..0 # SKIP %s\n' "$*"
    exit 0
}

((EUID == 0)) || skip 'only root can change its root folder'
command -v debootstrap >/dev/null || skip 'there is no debootstrap'
[[ $mirror ]] || skip 'no mirror is known; set MIRROR'

scratch=$(mktemp -d)
trap 'rm -rf --one-file-system "$scratch"' EXIT
number=0 failed=0

report() { # report STATUS WORDS
    local word=ok
    (($1)) && word='not ok' && failed=1
    printf '%s %d - %s\n' "$word" $((++number)) "$2"
}

printf '1..%d\n' $((${#suites[@]} * 4))
for suite in "${suites[@]}"; do
    system=$scratch/$suite
    debootstrap --variant=minbase "$suite" "$system" "$mirror" >"$scratch/log" 2>&1 || {
        tail -n 3 "$scratch/log" | sed 's/^/# /'
        for step in 1 2 3 4; do report 0 "$suite $step # SKIP it cannot be had from $mirror"; done
        continue
    }
    cp "$archive" "$system/root/bundle.tar.gz"
    # a repository with one commit, made here: there is no git within
    git init -q "$system/root/repo"
    printf '# Loom\n\n```\npython weave.py\npython absent.py\n```\n' >"$system/root/repo/README.md"
    printf 'print(1)\n' >"$system/root/repo/weave.py"
    git -C "$system/root/repo" add -A
    git -C "$system/root/repo" -c user.name=Ada -c user.email=ada@example.org commit -qm first
    within() { chroot "$system" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root sh -c "$1"; }
    # shellcheck disable=SC2016
    within 'cd /root && tar -xzf bundle.tar.gz && cd repohealth-*/ && sha256sum --quiet -c SHA256SUMS'
    report $? "$suite: unpacks, and its sums are right"
    within '! ls /usr/lib/*/libgit2.so* 2>/dev/null && /root/repohealth-*/bin/repohealth --version' |
        sed 's/^/# /'
    report "${PIPESTATUS[0]}" "$suite: starts, with no libgit2 in the system"
    within 'ln -s /root/repohealth-*/bin/repohealth /usr/bin/ && cd /root/repo && repohealth scan . -f json' |
        grep -q '"python absent.py"'
    report $? "$suite: scans, by a link in the PATH"
    within 'cd /root/repo && repohealth check' | grep -q 'Nothing stands before'
    report $? "$suite: checks"
done
exit $failed
