import { spawn } from 'node:child_process';
import { sound } from './server.mjs';

sound();
spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).unref();
