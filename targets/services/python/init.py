"""The same in Python: it starts a command and passes on the signals that it knows of."""
import signal
import subprocess
import sys

child = subprocess.Popen(sys.argv[1:])
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2):
    signal.signal(number, lambda sent, _: child.send_signal(sent))
code = child.wait()
sys.exit(code if code >= 0 else 128 - code)
