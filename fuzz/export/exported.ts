/** What comes of an export: the text of one file, or what the form cannot say. */
import type { Beyond } from './not-expressible.ts';

export type Exported = { ok: true; text: string } | { ok: false; beyond: Beyond[] };
