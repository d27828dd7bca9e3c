#!/bin/sh
# setup.sh -- install from Debian what is missing to build, run and test Netra; silent when nothing is.
#
#     setup.sh         what building and running needs
#     setup.sh test    and what the tests need beside
#     setup.sh bench   and the programs of others that `make bench` measures beside ours
#
# One list: package, then why. Works as root and with sudo.
set -eu
list='
gcc                      the compiler
make                     the front door
meson                    the build description
ninja-build              runs the build
lld                      links the many test programs in a fifth of the time
pkg-config               finds the libraries
python3                  runs the generators at build time (not needed at run time)
python3-jinja2           parses the pages at build time
libc6-dev                headers of the C library
libmicrohttpd-dev        HTTP, least CPU per request of those measured
zlib1g-dev               pages as gzip: the first view of the form in 14 kB
libjansson-dev           JSON of the API and of the rule pack
libsqlite3-dev           the store of one office
libpq-dev                the store of many offices
libsodium-dev            signatures, sealed boxes, password hashes, keyed hashes
libssl-dev               SHA-256 of files, four times faster than the alternative
liboath-dev              one-time passwords of staff
libarchive-dev           the ZIP inside a hand-over: containers have too many odd forms to be read by ourselves
libcairo2-dev            PDF, charts and maps
libpango1.0-dev          lays out text on paper
libcmark-dev             letters are written in Markdown
libqrencode-dev          QR codes on receipts and letters
libcurl4-openssl-dev     hands the daily heads of the log of receipts to the mail server (bus/mail.c)
libjpeg62-turbo-dev      JPEG, read and written in the jailed child
libpng-dev               PNG, read in the jailed child
libwebp-dev              WebP, read in the jailed child
libseccomp-dev           the list of calls that the jailed child may make
libutf8proc-dev          Unicode tables
libstemmer-dev           stems of Indonesian words, as recall aid
liblinear-dev            the small linear model of stance
libgmime-3.0-dev         takes e-mails apart: MIME with all its broken forms is not to be written anew
libpopt-dev              command line options
libinih-dev              the settings file
fonts-noto-core          the letter face on paper
libcmocka-dev            unit tests (meson looks for it when it configures)
-- test
python3-pytest           tests of the generators and the journeys
python3-jsonschema       the machine file of a hand-over against its published schema
python3-selenium         drives the browser in the journeys
chromium                 the browser of the journeys
chromium-driver          lets selenium drive it
postgresql-15            the tests start a cluster of their own
sqlite3                  the tests damage a store from outside
poppler-utils            the tests read the PDFs that we print
zbar-tools               the tests read the QR codes that we print
git                      the version in the figures
clang                    the second compiler, and the one with libFuzzer
libclang-rt-14-dev       sanitizers and libFuzzer for clang
-- bench
python3-ahocorasick      the automaton of the Python pipeline that screening is measured beside
postgresql-15            holds pg_trgm, which the search for names is measured beside
'
missing=
more=
case "${1:-}" in test | bench) more=$(printf '%s\n' "$list" | sed -n "/^-- $1\$/,/^-- /p" | grep -v '^-- ') ;; esac
list="${list%%-- *}$more"
for package in $(printf '%s\n' "$list" | awk 'NF && $1 != "--" { print $1 }'); do
	[ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = 'install ok installed' ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "setup: installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# PostgreSQL is only a program to us: the tests make clusters of their own, so Debian need not make one.
[ -e /etc/postgresql-common/createcluster.conf ] || {
	$sudo mkdir -p /etc/postgresql-common
	echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
}
log=$(mktemp)
# shellcheck disable=SC2086
{ $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold $missing; } >"$log" 2>&1 || {
	tail -n 20 "$log" >&2
	echo "setup: apt could not install$missing" >&2
	exit 3
}
