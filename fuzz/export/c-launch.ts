/** The launch as C: what is made before the namespace is (`prepare`), in the init before its exec (`launch`), and taken away (`clean`). */
import type { Program } from '../compile/program.ts';
import type { Launch } from '../scenario/scenario.ts';
import { signalNumber } from '../scenario/signals.ts';
import { cString, signalMacro, signalMask } from './c-text.ts';

const FDS = { stdin: 0, stdout: 1, stderr: 2 } as const;

/** What goes where in the course: statements, without their indentation. */
export interface CLaunch {
  variables: string[];
  prepare: string[];
  launch: string[];
  clean: string[];
}

export function launchC(program: Program): CLaunch {
  const { launch } = program;
  const root = becomesRoot(program);
  const made = makesFolder(program);
  return {
    variables: [
      ...(made ? ['static char folder[] = "/tmp/case-XXXXXX", file[64];'] : []),
      ...(usesOutput(launch) ? ['static int output;'] : []),
    ],
    prepare: [
      ...needsRoot(launch, root),
      ...(made ? MAKE_FOLDER : []),
      ...(root ? ['become_root(path);'] : []),
      ...(makesFile(launch) ? makeFile(launch) : []),
      ...output(launch),
      ...command(launch),
    ],
    launch: stateLines(launch),
    clean: made ? ['unlink(file);', 'rmdir(folder);'] : [],
  };
}

const becomesRoot = ({ processes }: Program): boolean => processes[0]?.setuid === true;
/** Whether it makes a folder, with a file in it. */
export const makesFolder = (program: Program): boolean => becomesRoot(program) || makesFile(program.launch);
const makesFile = ({ command }: Launch): boolean => command === 'not-executable' || command === 'script-without-interpreter';
const usesOutput = ({ full = [], limits = {} }: Launch): boolean => full.length > 0 || 'FSIZE' in limits;

const needsRoot = ({ user }: Launch, root: boolean): string[] =>
  user === undefined && !root ? [] : ['if (geteuid() != 0)', '\tEND_WITH(2, "it takes root, to become another user");'];

const MAKE_FOLDER = [
  'if (mkdtemp(folder) == NULL || chmod(folder, 0755) < 0)',
  '\tEND_WITH(2, "%s: %s", folder, strerror(errno));',
  'snprintf(file, sizeof(file), "%s/command", folder);',
];

const makeFile = ({ command }: Launch): string[] => [
  `int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, ${command === 'not-executable' ? '0644' : '0755'});`,
  `if (dprintf(fd, "#!%s\\n", "${command === 'not-executable' ? '/bin/sh' : '/nonexistent/interpreter'}") < 0)`,
  '\tEND_WITH(2, "%s: %s", file, strerror(errno));',
  'close(fd);',
];

/** Descriptors that are full, or that have reached RLIMIT_FSIZE, whoever reads them. */
function output({ full = [], limits = {} }: Launch): string[] {
  if (full.length > 0)
    return [
      'int ends[2] = { -1, -1 };',
      'if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0)',
      '\twhile (write(ends[1], "", 1) > 0)',
      '\t\t;',
      'fcntl(output = ends[1], F_SETFL, 0);',
    ];
  return 'FSIZE' in limits ? ['output = memfd_create("stderr", MFD_CLOEXEC);'] : [];
}

function command({ command: kind = 'actor', args = [] }: Launch): string[] {
  const words = {
    actor: ['path', '"@main"', 'name', ...args.map(cString)],
    missing: ['"/nonexistent/command"'],
    directory: ['"/"'],
    'not-executable': ['file'],
    'script-without-interpreter': ['file'],
    'no-process-left': [],
  }[kind];
  const list = [...words, 'NULL'];
  return [`memcpy(command, (char *[]){ ${list.join(', ')} }, ${list.length} * sizeof(char *));`];
}

function stateLines(launch: Launch): string[] {
  const { blocked = [], ignored = [], pending = [], closed = [], open = [], full = [], limits = {}, env = {}, umask, nice, user } = launch;
  return [
    ...(launch.directory === undefined ? [] : DIRECTORIES[launch.directory]),
    ...Object.entries(env).map(([name, value]) => `setenv(${cString(name)}, ${cString(value)}, 1);`),
    ...open.map((fd) => `dup2(open("/dev/null", O_RDWR | O_CLOEXEC), ${fd});`),
    ...full.map((name) => `dup2(output, ${FDS[name]});`),
    ...('FSIZE' in limits && full.length === 0 ? ['dup2(output, 2);'] : []),
    ...closed.map((name) => `close(${FDS[name]});`),
    ...ignored.map((name) => `signal(${signalMacro(name)}, SIG_IGN);`),
    `syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(uint64_t){ ${signalMask(blocked.map(signalNumber))} }, NULL, sizeof(uint64_t));`,
    ...pending.map((name) => `kill(getpid(), ${signalMacro(name)});`),
    ...(umask === undefined ? [] : [`umask(0${umask.toString(8)});`]),
    ...(nice === undefined ? [] : [`setpriority(PRIO_PROCESS, 0, ${nice});`]),
    ...(launch.noNewPrivs === true ? ['prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);'] : []),
    ...(user === undefined ? [] : refuse(`setresgid(${user}, ${user}, ${user}) < 0 || setresuid(${user}, ${user}, ${user})`)),
    ...Object.entries(limits).map(([name, value]) => `setrlimit(RLIMIT_${name}, &(struct rlimit){ ${value}, RLIM_INFINITY });`),
  ];
}

const refuse = (call: string): string[] => [`if (${call} < 0)`, '\t_exit(125);'];

const DIRECTORIES = {
  '/': refuse('chdir("/")'),
  own: refuse('chdir("/tmp")'),
  deleted: [
    'char deleted[] = "/tmp/case-XXXXXX";',
    'if (mkdtemp(deleted) == NULL || chdir(deleted) < 0 || rmdir(deleted) < 0)',
    '\t_exit(125);',
  ],
  unreadable: [],
} as const;
