import { sound } from './server.mjs';

sound();
