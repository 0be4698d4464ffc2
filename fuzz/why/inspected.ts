/** A container as inspect has it: what of that is seen nowhere else, and whether its process lives on this machine. */
import { argvOf } from '../scan/pid1.ts';
import type { Inspected, InspectedContainer } from '../scan/inspect.ts';
import type { Container } from './container.ts';
import type { Line } from './diagnosis.ts';
import { textOf } from './proc.ts';

/** Exit code of a container that was killed: 128 and SIGKILL. */
const KILLED = 137;

export function inspectedLines({ container }: Inspected): Line[] {
  if (container === undefined) return [];
  return [...endLines(container), ...limitLines(container)];
}

function endLines({ status, exitCode, oomKilled, grace }: InspectedContainer): Line[] {
  if (oomKilled === true)
    return [
      {
        grade: 'fault',
        said: 'Memory ran out, and the kernel killed it.',
        evidence: 'State.OOMKilled',
        fix: 'look for what grows; a higher --memory gives time',
      },
    ];
  if (status === 'paused')
    return [{ grade: 'fault', said: 'It is paused.', evidence: 'State.Status', fix: 'docker unpause, podman unpause' }];
  if (status !== 'exited' || exitCode !== KILLED) return [];
  const after = grace === undefined ? 'its grace period' : `its grace period of ${grace} s`;
  return [
    {
      grade: 'fault',
      said: `It was killed by SIGKILL: it did not stop within ${after}, or somebody did so.`,
      evidence: `State.ExitCode ${KILLED}`,
      fix: 'the lines about the stop signal say why',
    },
  ];
}

function limitLines({ pids, memory }: InspectedContainer): Line[] {
  const said = [...(pids === undefined ? ['of processes'] : []), ...(memory === undefined ? ['of memory'] : [])];
  return said.length === 0
    ? []
    : [
        {
          grade: 'note',
          said: `It has no limit ${said.join(' and none ')} of its own.`,
          evidence: 'HostConfig.PidsLimit, HostConfig.Memory',
        },
      ];
}

/** Whether the process that has its PID here is its PID 1: by its control group, or as PID 1 of a namespace with its words. */
export async function isItsProcess({ config, container: inspected }: Inspected, { init, argv }: Container): Promise<boolean> {
  const groups = (await textOf(`/proc/${init.pid}/cgroup`)) ?? '';
  if (inspected !== undefined && inspected.id !== '' && groups.includes(inspected.id)) return true;
  const words = argvOf(config);
  // A script is run by its interpreter, an init of the runtime has the words behind its own.
  return init.inside === 1 && words.length > 0 && argv.slice(-words.length).join('\0') === words.join('\0');
}
