/** What a Dockerfile says will run, and what is said of it. */
import { expect, test } from 'vitest';
import { readDockerfile } from '../../fuzz/scan/dockerfile.ts';
import { lintDockerfile } from '../../fuzz/scan/dockerfile-findings.ts';
import { lastStage } from '../../fuzz/scan/last-stage.ts';
import { openBases } from '../../fuzz/supply/base.ts';

const stage = async (...lines: string[]) => lastStage(await readDockerfile(lines.join('\n')));
const bases = await openBases();
const found = async (...lines: string[]): Promise<string[]> =>
  (await lintDockerfile(lines.join('\n'), bases)).map(({ rule, level, line }) => `${line} ${rule} ${level}`);

test('the last stage counts, with what the stage that it is from says', async () => {
  expect(
    await stage('FROM a AS base', 'ENTRYPOINT ["tini", "--"]', 'FROM b AS other', 'CMD no', 'FROM Base', 'CMD ["node", \\', ' "x"]'),
  ).toMatchObject({ config: { entrypoint: ['tini', '--'], cmd: ['node', 'x'] }, inherits: false, line: 2 });
});

test('the shell form is run by the shell that is set', async () => {
  expect((await stage('FROM a', 'SHELL ["/bin/bash", "-ec"]', 'CMD node \\', '# why', '  x')).config.cmd).toEqual([
    '/bin/bash',
    '-ec',
    expect.stringMatching(/^node +x$/),
  ]);
  // No list of texts: docker takes it for the shell form.
  expect((await stage('CMD [node, x]')).config.cmd).toEqual(['/bin/sh', '-c', '[node, x]']);
});

test.each<[string[], string[]]>([
  [
    ['FROM node:22', 'CMD npm start'],
    ['2 shell-form warning', '2 runner warning', '2 base-unknown note'],
  ],
  [['FROM node:22', 'ENTRYPOINT ["tini", "--"]', 'CMD ["npm", "start"]'], ['2 runner warning']],
  [
    ['FROM node:22', 'CMD ["node", "server.js"]'],
    ['2 no-init warning', '2 handler-missing note', '2 base-unknown note'],
  ],
  [['FROM nginx', 'STOPSIGNAL SIGUSR1', 'ENTRYPOINT ["tini", "--", "nginx", "-g", "daemon off;"]'], ['2 stop-signal-unhandled warning']],
  [['FROM nginx', 'STOPSIGNAL SIGQUIT', 'ENTRYPOINT ["tini", "--", "nginx"]'], []],
  [['FROM a', 'RUN make'], []],
  // What the script execs is not in the Dockerfile.
  [['FROM a', 'ENTRYPOINT ["./entrypoint.sh"]'], []],
  [
    ['FROM python', 'STOPSIGNAL SIGINT', 'USER 5', 'ENTRYPOINT ["python3", "app.py"]'],
    ['4 no-init warning', '2 stop-signal-differs note'],
  ],
])('%j', async (lines, expected) => {
  expect((await found(...lines)).sort()).toEqual(expected.sort());
});

const TINI = 'https://github.com/krallin/tini/releases/download/${TINI_VERSION}/tini-static-amd64';

test.each<[string, string[], string[]]>([
  ['added', [`ADD ${TINI} /tini`], ['1 init-never-checked warning']],
  ['added with its digest', [`ADD --checksum=sha256:12 ${TINI} /tini`], []],
  ['added and checked', [`ADD ${TINI} /tini`, 'RUN echo "12 /tini" | sha256sum -c -'], []],
  ['added, and something else is checked', [`ADD ${TINI} /i`, 'RUN echo "12 /node" | sha256sum -c -'], ['1 init-never-checked warning']],
  ['fetched', [`RUN curl -fsSL -o /tini ${TINI} && chmod +x /tini`], ['1 init-never-checked warning']],
  ['fetched and signed', [`RUN curl -o /tini ${TINI} && curl -o /tini.asc ${TINI}.asc && gpg --verify /tini.asc`], []],
  ['named', [`LABEL from=${TINI}`], []],
])('an init that is %s', async (_, lines, expected) => {
  expect(await found(...lines)).toEqual(expected);
});

test('the digest of a known release is named', async () => {
  const [one] = await lintDockerfile(`ENV TINI_VERSION v0.19.0\nADD ${TINI} /tini`, bases);
  expect([one?.fix, one?.show]).toEqual([
    expect.stringContaining('c5b0666b4cb676901f90dfcb37106783c5fe2077b04590973b885950611b30ee'),
    'initproof verify ./tini-static-amd64',
  ]);
});
