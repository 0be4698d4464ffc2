/** A small server, from which planted faults are made: `start({...})` with what a fault wants otherwise. No dependency. */
import http from 'node:http';

const PORT = 8080;
/** Of a request, ms. */
const WORK_MS = 60;

/** `answer`: what a request does; `closes`: whether it ends kept connections once it is stopped. Returns the server, and what it has in its hands. */
export function start({ answer = () => {}, closes = true } = {}) {
  const state = { stopping: false, busy: 0 };
  const server = http.createServer((_, response) => {
    state.busy++;
    answer();
    setTimeout(() => {
      if (state.stopping && closes) response.setHeader('Connection', 'close');
      response.end('ok', () => state.busy--);
    }, WORK_MS);
  });
  server.listen(PORT, () => console.log('ready'));
  return { server, state };
}

/** Ends when what is under way is answered. */
export function drain({ server, state }, code = 0) {
  state.stopping = true;
  server.close(() => process.exit(code));
  server.closeIdleConnections();
}

/** What nobody asked for is nothing to die of. */
export function ignoreStray() {
  for (const name of ['SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGPIPE', 'SIGWINCH', 'SIGCONT']) process.on(name, () => {});
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** All that a sound one does; a fault is one thing otherwise. */
export function sound(options = {}) {
  ignoreStray();
  let running;
  for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => running && drain(running));
  running = start(options);
  return running;
}
