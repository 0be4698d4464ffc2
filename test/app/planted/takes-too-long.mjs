import { drain, ignoreStray, start } from './server.mjs';

ignoreStray();
const running = start();
// Longer than any grace that the test gives.
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => setTimeout(() => drain(running), 60_000));
