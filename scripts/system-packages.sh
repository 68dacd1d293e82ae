#!/bin/sh
# Qt's libraries and, for tests of the real window, a virtual display on Debian and Ubuntu; with
# the word "building" also what make package needs.
# Does nothing where all is there; elsewhere it says what is missing and lets the caller go on.
set -eu

[ "$(uname -s)" = Linux ] || exit 0

# Library or program : Debian package that has it.
wanted="
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
Xvfb:xvfb
xdotool:xdotool
strace:strace
"

# The packaged program carries Qt's Wayland libraries; the compiler makes it smaller.
[ "${1-}" != building ] || wanted="$wanted
libwayland-client.so.0:libwayland-client0
libwayland-cursor.so.0:libwayland-cursor0
cc:gcc
lapack/liblapack.so.3:liblapack3
objdump:binutils
icupkg:icu-devtools
desktop-file-validate:desktop-file-utils
"

# Other people's DICOM programs, against which ours is tested.
[ "${1-}" != dicom ] || wanted="$wanted
dcmdump:dcmtk
dciodvfy:dicom3tools
Orthanc:orthanc
"

libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
missing=
for pair in $wanted; do
    name=${pair%%:*}
    case "$name" in
        lib*) printf '%s' "$libraries" | grep -qF "$name" && continue ;;
        *) PATH="$PATH:/usr/sbin" command -v "$name" >/dev/null 2>&1 && continue ;;
    esac
    missing="$missing ${pair##*:}"
done
# A window without a font shows boxes.
[ -d /usr/share/fonts ] && find /usr/share/fonts -name '*.[ot]tf' 2>/dev/null | grep -q . ||
    missing="$missing fonts-dejavu-core"

[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # one word each
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
    # The tests start an archive of their own; Debian's must not listen on the network beside it.
    case "$missing" in
        *orthanc*) systemctl disable --now orthanc >/dev/null 2>&1 || true ;;
    esac
else
    echo "system packages are missing:$missing" >&2
    echo "the window will not open without them; on Debian: sudo apt-get install$missing" >&2
fi
