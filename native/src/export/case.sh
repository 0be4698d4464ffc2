#!/bin/sh
#@about@
PATIENCE=WAIT_FOR # hundredths of a second: an init that has slept so long has done all that it will, also one that polls once a second
BUSY=100 # hundredths of a second of processor time in one step: it takes less than a hundredth of that
LIMIT=6000 # hundredths of a second for a process to be started, which takes less than one: who is not there by then does not come

#[ ACTORS
# --- The processes of the case: each does what it is told over a fifo of its own, and tells what it has seen. ---

#[ HANDLES
note() { echo "noted $slot $1" 1<>"$dir/events"; }

set_reactions() {
	case $slot in
	#@reactions@
	esac
}

#]
act() {
	slot=$1
	ulimit -c 0
	read -r outer _ </proc/self/stat # the id in the namespace of who has mounted /proc
#[ HANDED
	while read -r key value; do
		case $key in
		SigBlk:) blocked=$value ;;
		SigIgn:) ignored=$value ;;
		esac
	done </proc/self/status
	echo "handed $slot $blocked $ignored" 1<>"$dir/events"
#]
	set_reactions #? HANDLES
	exec 3<>"$dir/order.$slot"
	echo "started $slot $outer $$" 1<>"$dir/events"
	while :; do
		read -r order value to <&3 || continue # a signal has come in between
		case $order in
		exit) exit "$value" ;; #? EXITS
		die) trap - "$value"; kill "-$value" $$ ;; #? DIES
		send) kill "-$value" "$to" ;; #? SENDS
		fork) env --default-signal $to sh "$dir/case" @act "$value" & ;; #? FORKS
		esac
	done
}

#]
# --- The first process of the new namespace: its children from before its exec, its state, and the exec. ---

launch() {
	exec 2>&6 6>&- # what unshare says when it is killed is of no interest
	#@older@
	read -r outer _ </proc/self/stat
	echo "init $outer" 1<>"$dir/events"
	#@launch@
	#@exec@
}

case ${1-} in
@act | @launch)
	dir=${0%/*} what=${1#@}
	shift
	"$what" "$@"
	;;
esac

# --- What the kernel shows of them. ---

end() { # CODE TEXT
	trap - EXIT
	[ -z "$init" ] || kill -KILL "$init" 2>/dev/null # the kernel kills all others of the namespace then (pid_namespaces(7))
	exec 4<&-
	rm -rf "$dir"
	case $1 in
	0) echo "ok: $2" ;;
	1) echo "FAULT: $2" ;;
	*) echo "not tried: $2" ;;
	esac
	exit "$1"
}

now() { # hundredths of a second
	read -r up _ </proc/uptime
	echo "${up%.*}${up#*.}"
}

# All that was told until now is in the log when its mark is.
hear() {
	marks=$((marks + 1))
	echo "mark $marks" >&4
	until grep -qx "mark $marks" "$dir/log"; do sleep 0.01; done
}

heard() { grep -q "^$1 " "$dir/log"; }                  # what somebody has told
of() { sed -n "s/^$1 //p" "$dir/log"; }                  # what came with it
pid_of() { of "started $1" | cut -d ' ' -f 1; }          # as the world outside of the namespace has it #? ACTORS
left() { [ ! -e "/proc/$init" ]; }

tree() {
	for one in "$@"; do
		echo "$one"
		children=
		read -r children 2>/dev/null <"/proc/$one/task/$one/children"
		tree $children
	done
}

# Who all are and how often each was switched out, where all of them sleep, are stopped or dead; else nothing. Who is about to sleep is
# waited for by /proc/PID/syscall. Who sleeps without memory is about to end: PID 1 waits there for those whom it has killed.
asleep() {
	pids=$(tree "$init")
	set --
	for one in $pids; do set -- "$@" "/proc/$one/syscall" "/proc/$one/status"; done
	cat "$@" 2>/dev/null | awk '
		/^running/ { awake = 1 }
		/^State:/ { state = $2; if ($2 !~ /^[STtZX]$/) awake = 1; if ($2 == "S") without++ }
		/^VmSize:/ { if (state == "S") without-- }
		/^Pid:/ || /ctxt_switches:/ { all = all " " $2 }
		END { if (!awake && !without) print all }'
}

# Who is asleep in two passes, and was not switched out in between, has slept all the while: between them nobody was awake.
quiet() {
	left && return
	first=$(asleep)
	[ -n "$first" ] && [ "$first" = "$(asleep)" ]
}

# Processor time of the init, in hundredths of a second (proc(5): utime and stime, in ticks).
used() {
	read -r stat 2>/dev/null <"/proc/$init/stat" || stat=
	set -- ${stat##*) }
	echo $((${12:-0} + ${13:-0}))
}

# Conditions.
state_is() { case $(sed -n 's/^State:\t\(.\).*/\1/p' "/proc/$(pid_of "$1")/status" 2>/dev/null) in $2) ;; *) return 1 ;; esac } #? STATES
each() { for slot in $(seq "$2" "$3"); do "$1" "$slot" || return; done; } #? EACH
gone() { [ ! -e "/proc/$(pid_of "$1")" ]; } #? GONE
dead() { gone "$1" || state_is "$1" Z; } #? DEAD
alive() { state_is "$1" '[!Z]'; } #? ALIVE
started() { heard 'started 0'; } #? STARTED
runs() { ! left; } #? RUNS
nothing() { :; } #? NOTHING
noted() { n=$(grep -cx "noted $1 $2" "$dir/log"); [ "$n" -ge "$3" ] && [ "$n" -le "$4" ]; } #? NOTED
blocked() { [ "$(of 'handed 0' | cut -d ' ' -f 1)" = "$1" ]; } #? BLOCKED
ignored() { [ "$(of 'handed 0' | cut -d ' ' -f 2)" = "$1" ]; } #? IGNORED
works_in() { [ "$(readlink "/proc/$init/cwd")" = "$1" ]; } #? WORKS_IN
closed() { [ ! -L "/proc/$init/fd/$1" ]; } #? CLOSED
#[ CODE
code() {
	left || return
	[ -n "$status" ] || { wait "$namespace"; status=$?; echo "    the init exits with $status"; }
	[ "$status" = "$1" ] || [ "$status" = "$2" ]
}
#]

# Waits until all that follows from the steps before has happened, and judges.
must() { # CODE TEXT CONDITION...
	exit_code=$1 text=$2 slept='' before=$(used)
	shift 2
	until quiet && hear && "$@"; do
		[ $(($(used) - before)) -le "$BUSY" ] || end IF_BUSY 'the init does not come to rest, and uses its processor'
		quiet || { sleep 0.01; continue; }
		slept=${slept:-$(now)}
		if left || [ $(($(now) - slept)) -gt $PATIENCE ]; then
			hear
			"$@" || end "$exit_code" "$text; nobody does anything any more, and it is not so"
		fi
	done
}

# --- The course of the case. ---

#[ STEPS
step() {
	echo "$1"
	! left || end 2 'the init has left before'
}
#]
#[ TOLD
tell() { # FIRST LAST ORDER
	for slot in $(seq "$1" "$2"); do
		[ -e "/proc/$(pid_of "$slot")" ] || end 2 "process $slot is not there any more"
		echo "$3" 1<>"$dir/order.$slot"
	done
}
#]
#[ FORKS
forks() { # PARENT FIRST LAST [COMMAND]
	for child in $(seq "$2" "$3"); do
		tell "$1" "$1" "fork $child ${4-}"
		since=$(now)
		until hear && heard "started $child"; do
			[ $(($(now) - since)) -le $LIMIT ] || end 2 "process $child cannot be forked"
			sleep 0.01
		done
	done
}
#]
send() { for slot in $(seq "$1" "$2"); do kill "-$3" "$(pid_of "$slot")"; done; } #? TO_ACTORS

init='' status='' marks=0
dir=$(mktemp -d) || exit 2
trap 'end 2 "interrupted"' EXIT INT TERM HUP
[ $# -gt 0 ] || end 2 "usage: $0 INIT [ITS ARGUMENTS...], without a command"
[ -x "$1" ] && [ ! -d "$1" ] || end 2 "$1: it cannot be executed"
[ -r "/proc/$$/task/$$/children" ] || end 2 'it takes /proc, with the children of processes'
env --default-signal true 2>/dev/null || end 2 'it takes env of coreutils 8.31'
#@needs@
binary=$(readlink -f "$1")
shift
chmod 755 "$dir" && cp "$0" "$dir/case" && chmod 755 "$dir/case"
mkfifo -m 666 "$dir/events"
mkfifo -m 666 "$dir/there" "$dir/exec" #? ENDED
for slot in $(seq 0 LAST_SLOT); do mkfifo -m 666 "$dir/order.$slot"; done #? ACTORS
#@prepare@
exec 4<>"$dir/events"
cat "$dir/events" >"$dir/log" 4<&- 5<&- &
map=
[ "$(id -u)" = 0 ] || map=--map-root-user
setpriv --pdeathsig KILL env --default-signal unshare --pid --fork --kill-child $map sh "$dir/case" @launch "$binary" "$@" 4<&- 5<&- 6>&2 2>/dev/null &
namespace=$!
since=$(now)
until hear && heard init; do
	[ -e "/proc/$namespace" ] && [ $(($(now) - since)) -le $LIMIT ] || { hear && heard init; } || end 2 'no PID namespace can be made'
	sleep 0.01
done
init=$(of init)
#@ended@
#@course@
end 0 'the init did as it must'
