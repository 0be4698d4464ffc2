/** Scans as a CycloneDX 1.6 bill of materials: inits, which other tools leave out, and what is known of them. */
import { createHash } from 'node:crypto';
import { VERSION } from '../campaign/version.ts';
import type { Finding, Level } from '../scan/finding.ts';
import type { FoundInit } from '../scan/linted.ts';
import type { Scanned } from '../scan/scan.ts';
import { isPid1, type ScanReport } from './scan-value.ts';

const REPOSITORIES: Readonly<Record<string, string>> = {
  tini: 'pkg:github/krallin/tini',
  'dumb-init': 'pkg:github/Yelp/dumb-init',
  catatonit: 'pkg:github/openSUSE/catatonit',
  's6-overlay': 'pkg:github/just-containers/s6-overlay',
};

/** `time`: when it was made. Several images are components, one is what the bill is of. */
export function cyclonedx({ scanned, base, advisories }: ScanReport, time: Date): object {
  const images = scanned.filter(({ kind }) => kind !== 'dockerfile');
  const [one, ...others] = images;
  const content = {
    metadata: {
      timestamp: time.toISOString(),
      tools: { components: [{ type: 'application', name: 'initproof', version: VERSION }] },
      ...(one !== undefined && others.length === 0 ? { component: containerOf(one) } : {}),
      properties: properties({ base, advisories }),
    },
    components:
      others.length === 0 ? images.flatMap(componentsOf) : images.map((each) => ({ ...containerOf(each), components: componentsOf(each) })),
    vulnerabilities: vulnerabilitiesOf(images),
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serial(content),
    version: 1,
    ...content,
  };
}

const properties = (values: Record<string, string>): object[] =>
  Object.entries(values).map(([name, value]) => ({ name: `initproof:${name}`, value }));

const containerOf = ({ image, reference }: Scanned): object => ({ type: 'container', 'bom-ref': refOf(image), name: reference ?? image });

const refOf = (image: string, path = ''): string => `${image}#${path}`;

/** What is no init of any kind is no component of it. */
function componentsOf(one: Scanned): object[] {
  return one.inits.map((init) => {
    const { path, verified } = init;
    const { digests, verdict } = verified;
    const { name, version } = named(init);
    const purl = purlOf(init);
    return {
      type: 'application',
      'bom-ref': refOf(one.image, path),
      name,
      ...(version === undefined ? {} : { version }),
      hashes: [
        { alg: 'SHA-256', content: digests.sha256 },
        { alg: 'SHA-512', content: digests.sha512 },
      ],
      ...(purl === undefined ? {} : { purl }),
      evidence: { occurrences: [{ location: path }] },
      properties: properties({ verdict: verdict.kind, accepted: String(verified.accepted), pid1: String(isPid1(one, init)) }),
    };
  });
}

function named({ path, verified: { known, identity } }: FoundInit): { name: string; version?: string } {
  const entry = known.release?.release ?? known.package ?? (identity.kind === 'init' ? identity : undefined);
  if (entry === undefined) return { name: path.slice(path.lastIndexOf('/') + 1) };
  return { name: entry.init, ...(entry.version === undefined ? {} : { version: entry.version }) };
}

/** Only what its digest, or the package's own record, vouches for is called that package: a text in it is no identity. */
function purlOf({ ecosystem, verified: { known, record, verdict } }: FoundInit): string | undefined {
  const { package: packaged, release } = known;
  if (packaged !== undefined)
    return `pkg:deb/${packaged.distribution}/${packaged.package}@${encodeURIComponent(packaged.revision)}?arch=${packaged.arch}&distro=${packaged.suites[0] ?? ''}`;
  if (release !== undefined && verdict.kind !== 'modified' && REPOSITORIES[release.release.init] !== undefined)
    return `${REPOSITORIES[release.release.init]}@v${release.release.version}`;
  if (record.kind !== 'agrees' || record.revision === undefined || ecosystem === undefined) return undefined;
  const vendor = ecosystem.split(':')[0]?.toLowerCase() ?? '';
  return `pkg:${record.manager === 'dpkg' ? 'deb' : 'apk'}/${vendor}/${encodeURIComponent(record.package)}@${encodeURIComponent(record.revision)}`;
}

/** One for each record, of all files that it is of. */
function vulnerabilitiesOf(images: readonly Scanned[]): object[] {
  const found = new Map<string, { finding: Finding; refs: string[] }>();
  for (const { image, findings, inits } of images)
    for (const finding of findings) {
      if (finding.record === undefined) continue;
      const one = found.get(finding.record) ?? { finding, refs: [] };
      const components = [finding.path, ...(finding.also ?? [])].filter((file) => inits.some(({ path }) => path === file));
      const refs = components.length === 0 ? [refOf(image)] : components.map((file) => refOf(image, file));
      found.set(finding.record, { ...one, refs: [...one.refs, ...refs] });
    }
  return [...found].map(([id, { finding, refs }]) => ({
    'bom-ref': `vulnerability:${id}`,
    id,
    source: { name: finding.rule === 'advisory' ? 'OSV' : 'initproof', ...(finding.link === undefined ? {} : { url: finding.link }) },
    ratings: [{ severity: SEVERITIES[finding.level], method: 'other' }],
    description: finding.said,
    affects: [...new Set(refs)].map((ref) => ({ ref })),
    properties: properties({ rule: finding.rule, ...(finding.case === undefined ? {} : { case: finding.case }) }),
  }));
}

const SEVERITIES: Readonly<Record<Level, string>> = { error: 'high', warning: 'medium', note: 'info' };

/** The same content has the same number: a UUID of version 8 (RFC 9562), from its digest. */
function serial(content: object): string {
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
