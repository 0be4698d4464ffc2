/** Contracts that are another one but for what is said of them. */
import type { Contract, Open } from './contract.ts';

/** What is told of its parts one by one. */
type Map = 'child' | 'asSubreaper' | 'execFails';

/** Fields of a contract that are otherwise; those of `child` and the like one by one. */
export type ContractChange = {
  [K in Exclude<keyof Contract, 'open'>]?: K extends Map ? Partial<Contract[K]> : Contract[K];
};

/** The contract with what the change says. What it speaks of is no longer open. */
export function changed(contract: Contract, change: ContractChange): Contract {
  const { child, asSubreaper, execFails, ...fields } = change;
  return {
    ...contract,
    ...fields,
    child: { ...contract.child, ...child },
    asSubreaper: { ...contract.asSubreaper, ...asSubreaper },
    execFails: { ...contract.execFails, ...execFails },
    ...(contract.open === undefined ? {} : { open: lessSaid(contract.open, change) }),
  };
}

/** Each thing that is open, by whether the change says it. */
const SAID: Readonly<Record<keyof Open, (change: ContractChange) => boolean>> = {
  forwards: ({ forwards }) => forwards !== undefined,
  place: ({ child = {} }) => child.group !== undefined || child.session !== undefined || child.terminal !== undefined,
  directory: ({ directory }) => directory !== undefined,
  library: ({ child = {} }) => child.mask !== undefined || child.ignored !== undefined,
  // Who says what the child starts with says all of it.
  environment: ({ child = {} }) => child.mask !== undefined || child.ignored !== undefined || child.environment !== undefined,
  thaw: ({ forwards }) => forwards !== undefined,
  continues: ({ forwards }) => forwards !== undefined,
  deadly: ({ asSubreaper }) => asSubreaper?.deadly !== undefined,
};

function lessSaid(open: Open, change: ContractChange): Open {
  const said = (Object.keys(SAID) as (keyof Open)[]).filter((key) => SAID[key](change));
  return { ...open, ...Object.fromEntries(said.map((key) => [key, NOT_OPEN[key]])) };
}

const NOT_OPEN: Open = {
  forwards: [],
  place: false,
  directory: false,
  library: false,
  environment: false,
  thaw: false,
  continues: false,
  deadly: false,
};
