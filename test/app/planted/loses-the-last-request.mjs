import { ignoreStray, start } from './server.mjs';

ignoreStray();
start();
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => process.exit(0));
