import { spawn } from 'node:child_process';
import { sound } from './server.mjs';

// A grandchild whose parent ends first is PID 1's to wait for.
sound({ answer: () => spawn('sh', ['-c', 'sleep 0.01 & exit 0'], { stdio: 'ignore' }) });
