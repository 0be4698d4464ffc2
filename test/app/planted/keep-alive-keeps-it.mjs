import { ignoreStray, start } from './server.mjs';

ignoreStray();
const { server } = start({ closes: false });
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => server.close(() => process.exit(0)));
