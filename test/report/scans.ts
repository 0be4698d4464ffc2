/** Scans that the tests of reports print: of an image with much that is wrong, of one with nothing, and of a Dockerfile. */
import type { ScanReport } from '../../fuzz/report/scan-value.ts';
import { lintDockerfile } from '../../fuzz/scan/dockerfile-findings.ts';
import { dockerSave, init, program, USERS } from '../scan/images.ts';
import { scan, scanning } from '../scan/scanning.ts';

const tini = await init('tini');
const changed = Buffer.from(tini);
changed[changed.indexOf('Usage: ')] = 0x75;

const wrong = await scan(
  await dockerSave({
    layers: [
      [...USERS, program('usr/bin/tini', changed, { mode: 0o4777 }), program('opt/a|b\x1b', await init('catatonit')), program('app', 'x')],
    ],
    config: { Entrypoint: ['/app', '<b>'], StopSignal: 'SIGKILL' },
  }),
);
const right = await scan(
  await dockerSave({ layers: [[...USERS, program('usr/bin/tini', tini)]], config: { Entrypoint: ['tini', 'app'], User: 'app' } }),
);
const dockerfile = 'FROM x\nARG TINI_SHA256=93dcc18adc78c65a028a84799ecf8ad40c936fdfc5f2a57b1acda5a8117fa82c\nRUN curl -o /tini x\n';

const day = { base: '2026-11-24', advisories: '2026-11-24' };

/** The images' own paths are of folders made for the test: names that stay the same. */
export const ONE: ScanReport = { scanned: [{ ...right, image: 'right.tar' }], errors: [], ...day };
export const ALL: ScanReport = {
  scanned: [
    { ...wrong, image: 'dir with space/wrong.tar' },
    { ...right, image: 'right.tar' },
    {
      image: 'Dockerfile',
      kind: 'dockerfile',
      inits: [],
      findings: await lintDockerfile(dockerfile, scanning.verifying.bases),
      layers: 0,
      files: 0,
    },
  ],
  errors: [{ image: 'bad.tar', message: 'bad.tar  it is no tar archive' }],
  ...day,
};
export const NOTHING: ScanReport = { scanned: [], errors: [], ...day };
