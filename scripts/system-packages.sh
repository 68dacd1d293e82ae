#!/bin/sh
# Qt's libraries on Debian and Ubuntu; with the word "testing" also a virtual display and other
# people's programs (DICOM, a proxy), against which ours is tested; with "building" what make package needs,
# with "browser" a Chromium for the tests of the pages.
# Does nothing where all is there. Where it may not install, or cannot, it says what is missing and
# lets the caller go on: the tests that need it are skipped, with the reason.
#
#     system-packages.sh [testing] [building] [browser]
#     system-packages.sh programs WORD...    prints the programs of these words, one in a line
set -eu

# Library or program : Debian package that has it.
qt="
libglib-2.0.so.0:libglib2.0-0
libEGL.so.1:libegl1
libGL.so.1:libgl1
libfontconfig.so.1:libfontconfig1
libdbus-1.so.3:libdbus-1-3
libxkbcommon.so.0:libxkbcommon0
libxkbcommon-x11.so.0:libxkbcommon-x11-0
libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4
libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-image.so.0:libxcb-image0
libxcb-render-util.so.0:libxcb-render-util0
libxcb-xkb.so.1:libxcb-xkb1
libxcb-shape.so.0:libxcb-shape0
"
testing="
Xvfb:xvfb
xdotool:xdotool
openbox:openbox
strace:strace
dcmdump:dcmtk
dciodvfy:dicom3tools
Orthanc:orthanc
nginx:nginx-light
"
# The packaged program carries Qt's Wayland libraries; the compiler makes it smaller.
building="
libwayland-client.so.0:libwayland-client0
libwayland-cursor.so.0:libwayland-cursor0
cc:gcc
lapack/liblapack.so.3:liblapack3
objdump:binutils
icupkg:icu-devtools
desktop-file-validate:desktop-file-utils
"

browser="
chromium:chromium
"

list=
[ "${1-}" != programs ] || { list=yes; shift; }
[ -n "$list" ] && wanted= || wanted=$qt
for word in "$@"; do
    case "$word" in
        testing) wanted="$wanted $testing" ;;
        building) wanted="$wanted $building" ;;
        browser) wanted="$wanted $browser" ;;
        *) echo "$0: $word is not known; testing, building and browser are allowed" >&2; exit 2 ;;
    esac
done
if [ -n "$list" ]; then
    for pair in $wanted; do
        case "$pair" in lib*|*/*) ;; *) echo "${pair%%:*}" ;; esac
    done
    exit 0
fi

[ "$(uname -s)" = Linux ] || exit 0

# Prints the packages of what is not there.
missing() {
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for pair in $wanted; do
        name=${pair%%:*}
        case "$name" in
            */*) ls /usr/lib/*/"$name" >/dev/null 2>&1 && continue ;;
            lib*) printf '%s' "$libraries" | grep -qF "$name" && continue ;;
            *) PATH="$PATH:/usr/sbin" command -v "$name" >/dev/null 2>&1 && continue ;;
        esac
        printf ' %s' "${pair##*:}"
    done
    # A window without a font shows boxes.
    [ -d /usr/share/fonts ] && find /usr/share/fonts -name '*.[ot]tf' 2>/dev/null | grep -q . ||
        printf ' fonts-dejavu-core'
}

packages=$(missing)
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    echo "installing$packages" >&2
    apt-get update -qq || echo "the lists of packages could not be fetched" >&2
    # shellcheck disable=SC2086 # one word each
    apt-get install -y -qq --no-install-recommends $packages >/dev/null ||
        # One that this Debian or Ubuntu does not have must not keep the others away.
        for package in $packages; do
            apt-get install -y -qq --no-install-recommends "$package" >/dev/null || true
        done
    # The tests start an archive and a proxy of their own; Debian's must not listen on the network beside it.
    case "$packages" in
        *orthanc*) systemctl disable --now orthanc >/dev/null 2>&1 || true ;;
    esac
    case "$packages" in
        *nginx*) systemctl disable --now nginx >/dev/null 2>&1 || true ;;
    esac
    packages=$(missing)
fi
if [ -n "$packages" ]; then
    echo "system packages are missing:$packages; on Debian: sudo apt-get install$packages" >&2
    echo "without Qt's libraries the window does not open; tests that need the others are skipped" >&2
fi
