/** What the contract says of each signal, by number, and of orphans: for a launch. */
import { SIGCHLD, SIGCONT, type SignalName, signalNumber } from '../../scenario/signals.ts';
import type { Launch } from '../../scenario/scenario.ts';
import type { Contract } from '../contract.ts';

export interface Tables {
  /** By signal number: whether it is forwarded, and as which. */
  forwards: Uint8Array;
  rewrites: Uint8Array;
  /** By signal number: 1 where it ends an init that is not PID 1, 2 where nobody knows. */
  deadly: Uint8Array;
  /** By signal number: whether it then stops an init that is not PID 1. */
  suspends: Uint8Array;
  /** By signal number: whether it leaves upon it, its child being alive. */
  endsOn: Uint8Array;
}

/** Of `deadly`. */
export const DEADLY = 1;
export const UNKNOWN = 2;

/** By contract, since a campaign has few and many runs of each. Nobody changes them. */
const known = new WeakMap<Contract, Tables>();

/** The tables of the contract for this launch; nobody may change them. */
export function tablesOf(contract: Contract, launch: Launch): Tables {
  const tables = known.get(contract) ?? makeTables(contract);
  if (launch.as !== 'subreaper' || (launch.blocked === undefined && launch.ignored === undefined)) return tables;
  return { ...tables, deadly: lessKept(tables.deadly, [...(launch.blocked ?? []), ...(launch.ignored ?? [])]) };
}

/** Whether orphans become children of the init. */
export function adopts({ asSubreaper }: Contract, launch: Launch): boolean | 'unknown' {
  if (launch.as !== 'subreaper') return true;
  return typeof asSubreaper.adopts === 'object' ? launch.env?.[asSubreaper.adopts.with] !== undefined : asSubreaper.adopts;
}

function makeTables(contract: Contract): Tables {
  const forwards = tableOf(contract.forwards.filter((signal) => contract.endsOn?.[signal] === undefined));
  const endsOn = tableOf(Object.keys(contract.endsOn ?? {}) as SignalName[]);
  const rewrites = new Uint8Array(65).map((_, signal) => signal);
  for (const [from, to] of Object.entries(contract.rewrites)) rewrites[signalNumber(from as SignalName)] = signalNumber(to as SignalName);
  const { deadly, suspends } = contract.asSubreaper;
  const tables = {
    forwards,
    rewrites,
    deadly: deadly === 'unknown' ? unknownOf(forwards, endsOn) : tableOf(deadly),
    suspends: tableOf(suspends),
    endsOn,
  };
  known.set(contract, tables);
  return tables;
}

/** 1, which is DEADLY too, for each of the signals. */
function tableOf(names: readonly SignalName[]): Uint8Array {
  const table = new Uint8Array(65);
  for (const name of names) table[signalNumber(name)] = 1;
  return table;
}

/** SIGCHLD does nothing by default, and SIGCONT nothing to who runs (signal(7)). */
const unknownOf = (forwards: Uint8Array, endsOn: Uint8Array): Uint8Array =>
  forwards.map((forwarded, signal) => (forwarded || endsOn[signal] || signal === SIGCHLD || signal === SIGCONT ? 0 : UNKNOWN));

/** What was blocked or ignored at the init's exec may still be. */
function lessKept(deadly: Uint8Array, names: readonly SignalName[]): Uint8Array {
  const kept = names.map(signalNumber);
  return deadly.map((how, signal) => (how === DEADLY && kept.includes(signal) ? UNKNOWN : how));
}
