#!/bin/sh
# Prepares something, and becomes the server.
trap '' HUP USR2
mkdir -p /tmp/state
exec node sound-server.mjs
