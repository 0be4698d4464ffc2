import { drain, start } from './server.mjs';

process.on('SIGHUP', () => {});
const running = start();
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => drain(running));
