/** Failures as they were told last: one whose case has become plainer stands once. */
import type { CampaignEventBody } from './events.ts';

type Failure = Extract<CampaignEventBody, { type: 'failure' }>;

/** Adds a failure, or puts it in the place of the one that it is told instead of. */
export function addFailure<T extends Failure>(failures: T[], failure: T): void {
  const at = failures.findIndex(({ target, signature, id }) => {
    return id === failure.insteadOf && target === failure.target && signature === failure.signature;
  });
  if (at < 0) failures.push(failure);
  else failures[at] = failure;
}
