import { drain, ignoreStray, start } from './server.mjs';

ignoreStray();
const running = start();
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => drain(running, 1));
