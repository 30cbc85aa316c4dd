#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Installs racelab and a C compiler, as root, on Debian or a relative of it: the package that lies beside this; where that
# does not fit (made for another release), from the source that lies there, too.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
export DEBIAN_FRONTEND=noninteractive

install() {
	apt-get install -q -y --no-install-recommends "$@"
}

build() {
	work=$(mktemp -d)
	tar -xzf "$here/racelab.tar.gz" -C "$work" --strip-components=1
	install make pkg-config
	(cd "$work" && scripts/bootstrap build plot && make -j"$(nproc)" all && make install PREFIX=/usr)
	rm -rf "$work"
}

apt-get update -q
install gcc libc6-dev fonts-dejavu-core
install "$here/racelab.deb" || build
racelab --version
