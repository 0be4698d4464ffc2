// What people write who need "something in front of it" and have Node: it starts a command and passes on the signals that it knows of.
const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) process.on(signal, () => child.kill(signal));
// A kill(2) that fails is an error of a child as well.
child.on('error', () => child.pid ?? process.exit(127));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
