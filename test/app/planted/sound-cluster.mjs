/** A primary with one worker: it passes the stop on, waits, and starts a worker again that has died. */
import cluster from 'node:cluster';
import { ignoreStray, sound } from './server.mjs';

if (cluster.isPrimary) {
  ignoreStray();
  let stopping = false;
  const end = () => stopping && Object.keys(cluster.workers).length === 0 && process.exit(0);
  cluster.on('exit', () => (stopping ? setImmediate(end) : cluster.fork()));
  for (const name of ['SIGTERM', 'SIGINT'])
    process.on(name, () => {
      if (stopping) return;
      stopping = true;
      for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM');
      end();
    });
  cluster.fork();
} else sound();
