import { expect, test } from 'vitest';
import { readDockerfile } from '../../fuzz/scan/dockerfile.ts';
import { lintDigests } from '../../fuzz/scan/dockerfile-lints.ts';
import { openBases } from '../../fuzz/supply/base.ts';

const bases = await openBases();
const HEX = '93dcc18adc78c65a028a84799ecf8ad40c936fdfc5f2a57b1acda5a8117fa82c';
const found = async (...lines: string[]): Promise<string[]> =>
  lintDigests(await readDockerfile(lines.join('\n')), bases).map(({ rule, level, line }) => `${line} ${rule} ${level}`);

test.each<[string, string[], string[]]>([
  ['never mentioned', ['FROM x', `ARG TINI_SHA256=${HEX}`, 'RUN curl -o /tini x'], ['2 digest-never-checked warning']],
  ['only written', [`ENV SUM_SHA256 ${HEX}`, 'RUN echo "$SUM_SHA256 /tini" > /tini.sha256'], ['1 digest-never-checked warning']],
  ['checked', [`ARG TINI_SHA256=${HEX}`, 'RUN curl -o /tini x && \\', '  # why', '  echo "${TINI_SHA256} /tini" | sha256sum -c -'], []],
  ['compared', [`ARG A_SHA=${HEX}`, 'RUN [ "$(sha256sum /tini | cut -d" " -f1)" = "$A_SHA" ]'], []],
  ['by ADD', [`ARG A_SHA=${HEX}`, 'ADD --checksum=sha256:$A_SHA https://x /tini'], []],
  ['by another name', [`ARG A_SHA=${HEX}`, 'ENV B=$A_SHA', 'RUN echo $B /tini | sha256sum -c'], []],
  ['given to a program', [`ARG A_SHA=${HEX}`, 'RUN ./install.sh "$A_SHA"'], []],
  ['perhaps by a script', [`ENV A_SHA=${HEX}`, 'RUN ./install.sh'], ['1 digest-never-checked note']],
  ['in a here-document', [`ARG A_SHA=${HEX}`, 'RUN <<EOF', 'echo $A_SHA /tini | sha256sum -c', 'EOF'], []],
  ['written out', [`RUN echo "${HEX} /tini" > /sum`], ['1 digest-never-checked warning']],
  ['written out and checked', [`RUN echo "${HEX} /tini" | sha256sum -c`], []],
  ['no digest of a file', [`FROM x@sha256:${HEX}`, `ARG BUILD_ID=${HEX}`], []],
  ['checked for nothing', [`RUN echo "${HEX} /tini" | sha256sum -c - || true`], ['1 check-ignored error']],
])('%s', async (_, lines, expected) => {
  expect(await found(...lines)).toEqual(expected);
});

test('a digest that is known to be that of something else', async () => {
  const [claim] = bases[0]?.base.falseClaims ?? [];
  expect(await found(`ARG TINI_SHA256=${claim?.sha256}`, 'RUN echo $TINI_SHA256 x | sha256sum -c')).toEqual(['1 wrong-digest error']);
});
