import { sound } from './server.mjs';

let stops = 0;
process.on('SIGTERM', () => {
  if (stops++ > 0) process.exit(1);
});
sound();
