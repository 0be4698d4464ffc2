#!/bin/sh
# Sets up what is missing, then does a job: main | test | quick | bench | faulty | races | guidance | behind | trojans | between | docs |
# pack | nothing, the rest are its arguments. npm calls it, also before there is any node_modules. What is there already is not done again,
# so that it works without network and compiler then.
set -eu
cd "$(dirname "$0")/.."

# fail WHAT WHAT-TO-DO: this machine cannot run it (exit code 3, as everywhere).
fail() {
	printf 'initproof: %s\n  %s\n' "$1" "$2" >&2
	exit 3
}
say() { printf 'initproof: %s\n' "$1" >&2; }
need() { command -v "$1" >/dev/null 2>&1 || fail "$2 is missing" "On Debian: apt-get install gcc make libc6-dev (as root)"; }

# node 20.19: the oldest that vite 8, and with it vitest, runs on.
check_node() {
	command -v node >/dev/null 2>&1 || fail 'node is missing' 'Install Node 20.19 or later: https://nodejs.org/en/download'
	node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
		fail "node is $(node --version), too old" 'Install Node 20.19 or later: https://nodejs.org/en/download'
	[ "$(uname -s)" = Linux ] || fail "this is $(uname -s)" 'Inits are run in namespaces of the Linux kernel: use a Linux machine, virtual or not'
}

# The stamp is the lock file that was installed; npm ci empties node_modules first, so that half an install has none.
dependencies() {
	cmp -s package-lock.json node_modules/.initproof-lock && return
	say 'installing dependencies (npm ci)'
	npm ci --include=dev --no-audit --no-fund --loglevel=error >&2 ||
		fail 'the dependencies could not be installed' 'npm says why above. The first start needs the npm registry: network, or a mirror in ~/.npmrc'
	cp package-lock.json node_modules/.initproof-lock
}

# build FOLDER: make knows what is to be done.
build() {
	need make 'make'
	make -q -C "$1" >/dev/null 2>&1 && return
	need "${CC:-cc}" 'a C compiler'
	say "building $1"
	make -s -C "$1" >&2 || fail "$1 could not be built" 'make says why above. It takes gcc or clang, make and the static C library (Debian: libc6-dev)'
}

# The stamp is as old as the start of the last compilation that went well; a folder is newer when a file in it came or went.
is_compiled() {
	[ -e dist/.stamp ] && [ -z "$(find fuzz properties tsconfig.json tsconfig.build.json node_modules/.initproof-lock -newer dist/.stamp)" ]
}

# Where two begin at once, as tests do, the second waits for the first and has nothing to do.
compile() {
	is_compiled && return
	mkdir -p dist
	(
		! command -v flock >/dev/null 2>&1 || flock 9
		is_compiled && exit 0
		say 'compiling'
		: >dist/.stamp.new
		node node_modules/typescript/bin/tsc -p tsconfig.build.json >&2 || {
			say 'the sources do not compile, see above'
			exit 70
		}
		# What a source that has moved or gone left there would be packed as well.
		node fuzz/pack.mjs sweep
		chmod +x dist/fuzz/cli/main.js
		# So that `npx initproof` finds it in this folder.
		ln -sf ../../dist/fuzz/cli/main.js node_modules/.bin/initproof
		mv dist/.stamp.new dist/.stamp
	) 9>dist/.lock || exit $?
}

# What measures ourselves is compiled beside the product, so that it measures what users run (test/measure/README.md).
measure() {
	node node_modules/typescript/bin/tsc -p test/measure >&2 || exit 70
	exec node "dist/test/measure/$job.js" "$@"
}

job=${1:-main}
[ $# -eq 0 ] || shift
check_node
build native
dependencies
compile
case $job in
main) exec node dist/fuzz/cli/main.js run --time 60s "$@" ;;
test)
	build targets/faulty
	exec node node_modules/vitest/vitest.mjs run "$@"
	;;
quick) exec node node_modules/vitest/vitest.mjs run --project quick "$@" ;;
bench | between) measure "$@" ;;
faulty | races | guidance | behind)
	build targets/faulty
	measure "$@"
	;;
trojans)
	build targets/faulty
	build targets/faulty/trojans
	measure "$@"
	;;
docs)
	node node_modules/typescript/bin/tsc -p docs/site
	exec node docs/site/build/main.js
	;;
pack) exec node fuzz/pack.mjs before ;;
nothing) ;;
*) say "no such job: $job (main, test, quick, bench, faulty, races, guidance, behind, trojans, between, docs, pack or nothing)"; exit 2 ;;
esac
