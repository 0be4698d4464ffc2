/** A line to where a team reads, by a web hook. Its address is a secret: who has it may write there, so that nothing here ever says it. */
import { setTimeout } from 'node:timers/promises';

/** `why`: without the address. */
export type Notified = { ok: true } | { ok: false; why: string };

/** Pauses before the second and the third try, ms: a service that restarts is there again. */
const PAUSES = [1000, 5000];
/** Longest wait for an answer, ms. */
const ANSWER_MS = 10_000;

/** POSTs `{"text"}`, which Slack, Mattermost, Rocket.Chat and Discord (`/slack`) take: three tries, where the service itself fails. */
export async function notify(url: string, text: string, pauses: readonly number[] = PAUSES): Promise<Notified> {
  let told = await post(url, text);
  for (const pause of pauses) {
    if (told.ok || told.final) break;
    await setTimeout(pause);
    told = await post(url, text);
  }
  return told.ok ? told : { ok: false, why: told.why };
}

type Answer = { ok: true } | { ok: false; why: string; final: boolean };

async function post(url: string, text: string): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
      // The text is for this address alone.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await answer.body?.cancel();
    if (answer.ok) return { ok: true };
    // Who refuses the text today refuses it in five seconds; but one may be asked to wait (429).
    return { ok: false, why: `it answered ${answer.status}`, final: answer.status < 500 && answer.status !== 429 };
  } catch (error) {
    return { ok: false, why: reasonOf(error), final: false };
  }
}

/** Messages of fetch have the name of the host. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return name === 'TimeoutError' ? `no answer in ${ANSWER_MS / 1000} s` : (cause?.code ?? 'it cannot be reached');
}

/** Whether it is an address that can be posted to. */
export function isWebHook(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
