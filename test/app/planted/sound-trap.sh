#!/bin/sh
# A shell that waits, and passes the stop on.
trap '' HUP USR1 USR2 PIPE
child=
trap '[ -n "$child" ] && kill "$child" 2>/dev/null; wait; exit 0' TERM INT
sleep 1000 &
child=$!
wait "$child"
exit $?
