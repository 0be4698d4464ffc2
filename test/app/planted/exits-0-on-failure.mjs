import { spawn } from 'node:child_process';
import { sound } from './server.mjs';

sound();
const worker = spawn('sleep', ['1000']);
worker.on('exit', () => process.exit(0));
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => worker.kill());
