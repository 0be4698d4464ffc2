#!/bin/sh
# The server is a child of the shell.
node sound-server.mjs
