# What the scripts in ci/ share: which packages are needed, how they get here, how a build is made.
# Sourced, never run. Everything that is not the answer goes to standard error.

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
no_install=69 # exit status: packages are missing and may not be installed (EX_UNAVAILABLE)

# One word a package; a|b is satisfied by either and installs the first.
packages_run="gcc g++ libc6-dev meson ninja-build pkg-config|pkgconf python3 ca-certificates
    libgit2-dev libcurl4-openssl-dev|libcurl4-gnutls-dev libjansson-dev libpcre2-dev libmd4c-dev
    libxml2-dev zlib1g-dev nettle-dev libyaml-dev libtomlplusplus-dev
    libarchive-dev"
packages_test="git clang libclang-rt-dev|libclang-rt-14-dev libcmocka-dev python3-jsonschema
    python3-junitparser chromium|chromium-browser default-jre-headless poppler-utils fonts-inter"
packages_analyse="clang-format clang-tidy cppcheck"
# repolinter asks licensee and github-linguist for the licence and the languages, and leaves the rules
# out that depend on them where they are missing.
packages_bench="git python3 hyperfine time ruby-licensee ruby-github-linguist"

say() { printf '%s\n' "$*" >&2; }

# missing PACKAGE...: prints those that dpkg does not know as installed.
missing() {
    local wanted choice installed
    installed=" $(dpkg-query --show --showformat '${Package}=${db:Status-Status} ' \
        ${*//|/ } 2>/dev/null || true) "
    for wanted; do
        for choice in ${wanted//|/ }; do
            [[ $installed == *" $choice=installed "* ]] && continue 2
        done
        printf '%s\n' "${wanted%%|*}"
    done
}

# need PACKAGE...: installs what is missing, or says what to run and stops.
need() {
    local packages apt=(apt-get)
    if ! command -v dpkg-query apt-get >/dev/null; then
        return 0 # another distribution: meson will name what it does not find
    fi
    mapfile -t packages < <(missing "$@")
    ((${#packages[@]})) || return 0
    if ((EUID)); then
        if ! sudo -n true 2>/dev/null; then
            say "Packages are missing, and only root may install them. Run this, then start again:"
            say "    sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends" \
                "${packages[*]}'"
            exit $no_install
        fi
        apt=(sudo -n env DEBIAN_FRONTEND=noninteractive apt-get)
    fi
    say "Installing ${packages[*]}"
    # An old or absent package list is the usual reason to fail, so it is fetched only then.
    if ! install_now 2>/dev/null && ! { "${apt[@]}" -q update >&2 && install_now; }; then
        say "The packages could not be installed: ${packages[*]}"
        exit $no_install
    fi
}

install_now() {
    DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -q -y --no-install-recommends \
        "${packages[@]}" >&2
}

# stamp_of TEXT: the text, this place and the compiler, in one line.
stamp_of() {
    printf '%s|%s|' "$root" "${1//$'\n'/ }"
    stat -L -c '%n %Y %s' "$(command -v "${CC:-cc}")" 2>/dev/null || true
}

# build NAME TARGETS PACKAGES OPTION...: an up-to-date build/NAME with the targets made ("": all).
# The stamp tells whether packages, compiler, options and place are still those of the last time:
# then it is ninja's affair alone.
build() {
    mkdir -p "$root/build"
    (
        flock 9
        build_locked "$@"
    ) 9>"$root/build/.lock"
}

build_locked() {
    local name=$1 targets=$2 packages=$3 folder=$root/build/$1 stamp log quiet
    shift 3
    stamp=$(stamp_of "$packages $*")
    if [[ ! -f $folder/.stamp || $(<"$folder/.stamp") != "$stamp" ]]; then
        need $packages
        say "Building in build/$name (once; later only what has changed)"
        rm -rf "$folder"
        log=$(cd "$root" && meson setup "$folder" "$@" 2>&1) || {
            say "$log"
            return 1
        }
        if [[ -t 2 ]]; then quiet=; else quiet=--quiet; fi
        ninja -C "$folder" $quiet $targets >&2 || return 1
        stamp_of "$packages $*" >"$folder/.stamp" # again: the compiler may have come only now
    elif ! ninja -C "$folder" --quiet $targets | sed '/^ninja: no work to do/d' >&2; then
        rm -f "$folder/.stamp"
        return 1
    fi
}
