import { drain, ignoreStray, start } from './server.mjs';

ignoreStray();
const running = start();
let reloading = false;
process.on('SIGHUP', () => {
  reloading = true;
});
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => !reloading && drain(running));
