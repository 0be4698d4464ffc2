/** Scanning as the command does it, in this process. */
import { LIMITS } from '../../fuzz/scan/budget.ts';
import { openOsv } from '../../fuzz/scan/osv.ts';
import { type Scanned, type Scanning, scanImage } from '../../fuzz/scan/scan.ts';
import { openBases } from '../../fuzz/supply/base.ts';

export const scanning: Scanning = {
  verifying: { bases: await openBases(), accept: [] },
  osv: await openOsv(),
  limits: LIMITS,
  progress: () => {},
};

export const scan = (path: string, wanted: Parameters<typeof scanImage>[1] = {}): Promise<Scanned> => scanImage(path, wanted, scanning);

export const rules = ({ findings }: Scanned): string[] => findings.map(({ rule }) => rule);
