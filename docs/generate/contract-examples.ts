/** One example for each field of a contract, as it stands below `contract:` in a target file. */
export const CONTRACT: Readonly<Record<string, string>> = {
  forwards: 'forwards: {allBut: [SIGTSTP, SIGTTIN, SIGTTOU]}',
  rewrites: 'rewrites: {SIGTERM: SIGQUIT}',
  to: 'to: group',
  parting: 'parting: {signal: SIGTERM, to: everybody, grace: 5s}',
  endsOn: 'endsOn: {SIGINT: [130], SIGTERM: {codes: [0], sends: SIGTERM, to: child, grace: 10s}}',
  exitCodes: 'exitCodes: {143: 0, death: 256 - n}',
  retries: 'retries: 31s',
  directory: 'directory: /',
  leaves: 'leaves: when-empty',
  becomes: 'becomes: command',
  starts: 'starts: again',
  descriptors: 'descriptors: closed',
  keys: 'keys: twice',
  wakeUps: 'wakeUps: 1',
  pollMs: 'pollMs: 1000',
  execFails: 'execFails: {missing: [127], not-executable: [126]}',
  child: "child: {group: own, ignored: {adds: [SIGINT, SIGQUIT]}, environment: {adds: [PWD, 'npm_*']}}",
  asSubreaper: 'asSubreaper: {adopts: {with: TINI_SUBREAPER}, parentDeath: none}',
};

/** A target file with it. */
export const targetWith = (example: string): string => `find: {path: ./my-init}\ncontract: {${example}}\n`;
