/** A difference between model and trace. Each kind is named by one property; one that none names is a fault of ours. */
export interface Difference {
  kind:
    | 'zombie-left'
    | 'left-early'
    | 'stays'
    | 'never-started'
    | 'signal-lost'
    | 'signal-doubled'
    | 'signal-invented'
    | 'signal-out-of-order'
    | 'stray-signal'
    | 'harmed'
    | 'terminal-foreground'
    | 'terminal-input'
    | 'terminal-settings'
    | 'other-signal'
    | 'other-life';
  slot: number;
  signal: number;
  /** Op, expected and observed numbers where there are any. */
  op: number;
  expected: string;
  got: string;
  event: number;
  /** Where it is due of an init that sleeps on: the time-out of its sleep, ms, which is longer than its contract allows. */
  late?: number;
}

/** Makes a difference at the settled op that is being compared. */
export type Make = (kind: Difference['kind'], more?: Partial<Difference>) => Difference;

/** Whether the init may signal a slot at all, by contract. */
export type Targets = (slot: number) => boolean;
