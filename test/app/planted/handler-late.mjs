import { drain, ignoreStray, start } from './server.mjs';

// It says that it is ready before it can be stopped.
ignoreStray();
const running = start();
setTimeout(() => {
  for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => drain(running));
}, 200);
