# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by run and test; sourced, not run.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

say() { printf '\n== %s\n' "$*"; }

# The packages of the given lists that are not installed, on one line.
missing_packages() {
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@" | while read -r package; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done
}

# Installs what is missing of the given lists; asks apt nothing when nothing is. Root is needed for this alone.
install_packages() {
    command -v dpkg-query >/dev/null || {
        echo "This is not Debian or Ubuntu: install what the lists installer/packages.* name, then build with CMake." >&2
        exit 1
    }
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    say "Installing: $missing"
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -q
    # Word splitting is meant: one word a package.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
}

# Configures and builds a preset; the rest are targets (none: everything).
build() {
    preset=$1
    shift
    say "Building ($preset)"
    cmake --preset "$preset"
    if [ $# -eq 0 ]; then cmake --build --preset "$preset"; else cmake --build --preset "$preset" --target "$@"; fi
}
