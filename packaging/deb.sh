#!/bin/sh
# deb.sh BUILD -- a Debian package from the built binary: build/netra_VERSION_ARCH.deb. The shared libraries it needs
# are found by dpkg-shlibdeps, so the list cannot age.
set -eu
build=$1
version=$(sed -n "s/.*[^_]version: '\([0-9][^']*\)'.*/\1/p" meson.build | head -n 1)
arch=$(dpkg --print-architecture)
root=$build/deb/netra
rm -rf "$build/deb"
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/lib/systemd/system" "$root/etc/netra" "$root/usr/share/doc/netra" "$build/deb/debian"
install -m 755 "$build/netra" "$root/usr/bin/netra"
strip --strip-unneeded "$root/usr/bin/netra"
install -m 644 packaging/netra.service "$root/lib/systemd/system/netra.service"
install -m 644 packaging/netra-intake@.service "$root/lib/systemd/system/netra-intake@.service"
install -m 644 packaging/netra.conf "$root/etc/netra/netra.conf"
install -m 644 packaging/nginx.conf README.md CHANGELOG.md LICENSE "$root/usr/share/doc/netra/"
echo /etc/netra/netra.conf >"$root/DEBIAN/conffiles"
printf 'Source: netra\nPackage: netra\nArchitecture: any\n' >"$build/deb/debian/control"
depends=$(cd "$build/deb" && dpkg-shlibdeps -O --ignore-missing-info netra/usr/bin/netra 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat >"$root/DEBIAN/control" <<CONTROL
Package: netra
Version: $version
Architecture: $arch
Maintainer: Netra maintainers <netra@localhost>
Depends: $depends, fonts-noto-core, adduser
Section: admin
Priority: optional
Description: supervision of the neutrality of the civil service in elections
 Takes in reports, patrols public posts, handles files by law and clock,
 forwards per person and follows up. One program, SQLite or PostgreSQL.
CONTROL
cat >"$root/DEBIAN/postinst" <<'POST'
#!/bin/sh
set -e
getent passwd netra >/dev/null || adduser --system --group --home /var/lib/netra --no-create-home netra
[ ! -d /run/systemd/system ] || systemctl daemon-reload
POST
chmod 755 "$root/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$root" "$build/netra_${version}_${arch}.deb"
