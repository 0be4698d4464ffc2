/**
 * What can be told of shell text without running it: what replaces the shell, what it waits for, what it traps. Parsed by unbash, which reads
 * POSIX sh as bash does and goes on behind mistakes. What is found is a hint, and is told as one: a variable or a sourced file can decide.
 */
import type { Command, CommandNode, CompoundList, Function as ShellFunction, PipelineNode, Statement } from 'unbash';

export interface Script {
  /** The words of each `exec` with a command. */
  execs: string[][];
  /** The words of what it may run last, as its child: it stays, and waits. */
  waitsFor: string[][];
  /** What it ends with may be `wait`, for what it has put in the background. */
  awaits: boolean;
  /** Signals upon which it does something: SIGTERM. */
  traps: string[];
}

/** Here-documents of one script: entrypoints have a few, and each costs unbash a way through the line that begins it. */
const MOST_HERE = 1000;

/** `undefined` where it is no text that a person wrote. */
export async function readScript(text: string): Promise<Script | undefined> {
  if (text.split('<<').length > MOST_HERE) return undefined;
  const { parse } = await import('unbash');
  const reader = new Reader();
  reader.list(parse(text).commands, true);
  return reader.script;
}

/** Commands of the shell itself, which end at once: what comes before them is what is waited for. */
const BUILTINS = new Set(
  `. : [ alias bg break cd continue declare echo eval exit export false fg getopts hash jobs kill let local popd printf pushd read
  readonly return set shift shopt source test times true type typeset ulimit umask unalias unset`.split(/\s+/),
);

/** Functions that call each other are looked into so deep. */
const DEEPEST = 20;

class Reader {
  readonly script: Script = { execs: [], waitsFor: [], awaits: false, traps: [] };
  readonly #functions = new Map<string, ShellFunction['body']>();
  #depth = 0;

  /** `last`: whether the shell has nothing to do behind it. Says whether something in it takes time. */
  list(statements: readonly Statement[], last: boolean): boolean {
    const run: Statement[] = [];
    for (const one of statements) {
      if (one.command.type === 'Function') this.#functions.set(one.command.name.value, one.command.body);
      else run.push(one);
    }
    // From the end: a function is known by then, and `exit $?` behind a command waits for that.
    let waits = false;
    for (const { command, background } of [...run].reverse()) {
      const takes = this.#node(command, last && !waits && background !== true);
      waits ||= takes && background !== true;
    }
    return waits;
  }

  #node(node: Statement['command'], last: boolean): boolean {
    switch (node.type) {
      case 'Command':
        return this.#command(node, last);
      case 'Pipeline':
        return this.#pipeline(node.commands, last);
      case 'AndOr':
        return this.#eachFromEnd(node.commands, last);
      case 'If':
        this.#body(node.clause, false);
        return this.#any([node.then, ...node.elif.map(({ then }) => then), ...(node.else === undefined ? [] : [node.else])], last);
      case 'Case':
        return this.#any(
          node.items.map(({ body }) => body),
          last,
        );
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
      case 'While':
      case 'BraceGroup':
        return this.#body(node.body, last);
      case 'Redirected':
        return this.#node(node.command, last);
      // An exec in a subshell replaces that alone; a test runs nothing.
      default:
        return false;
    }
  }

  #eachFromEnd(nodes: readonly PipelineNode[], last: boolean): boolean {
    let waits = false;
    for (const node of [...nodes].reverse()) waits = this.#node(node, last && !waits) || waits;
    return waits;
  }

  /** Each part of a real pipeline is a child of its own. */
  #pipeline(commands: readonly CommandNode[], last: boolean): boolean {
    const [only, ...others] = commands;
    if (only !== undefined && others.length === 0) return this.#node(only, last);
    const end = commands.at(-1);
    if (end?.type !== 'Command' || !last) return true;
    const words = wordsOf(end);
    if (words[0] !== undefined && words[0] !== 'exec') this.script.waitsFor.push(words);
    return true;
  }

  #any(lists: readonly CompoundList[], last: boolean): boolean {
    return lists.map((one) => this.#body(one, last)).some(Boolean);
  }

  #body = ({ commands }: Pick<CompoundList, 'commands'>, last: boolean): boolean => this.list(commands, last);

  #command(command: Command, last: boolean): boolean {
    const words = withoutPrefix(wordsOf(command));
    const [name, ...args] = words;
    if (name === undefined) return false;
    if (name === 'exec') return this.#exec(args);
    if (name === 'trap') return this.#trap(args);
    if (name === 'wait') {
      if (last) this.script.awaits = true;
      return true;
    }
    const body = this.#functions.get(name);
    if (body !== undefined) return this.#call(body, last);
    if (BUILTINS.has(name)) return false;
    if (last) this.script.waitsFor.push(words);
    return true;
  }

  #call(body: ShellFunction['body'], last: boolean): boolean {
    if (this.#depth === DEEPEST) return false;
    this.#depth += 1;
    const takes = body.type === 'CompoundList' ? this.#body(body, last) : this.#node(body, last);
    this.#depth -= 1;
    return takes;
  }

  /** exec(1p); bash has `-a NAME`, `-c` and `-l` besides. Without a command it redirects, and goes on. */
  #exec(args: readonly string[]): boolean {
    let first = 0;
    while (/^-/.test(args[first] ?? '')) first += /^-[cl]*a$/.test(args[first] ?? '') ? 2 : 1;
    if (first >= args.length) return false;
    this.script.execs.push(args.slice(first));
    return true;
  }

  /** `trap ACTION SIGNAL…`; an empty action ignores them, `-` takes it back. */
  #trap([action = '', ...signals]: readonly string[]): boolean {
    if (action !== '' && !action.startsWith('-')) this.script.traps.push(...signals.map(trapped));
    return false;
  }
}

const wordsOf = ({ name, args }: Command): string[] => [
  ...(name === undefined ? [] : [name.value]),
  ...args.map((one) => (one.type === 'Word' ? one.value : one.text)),
];

/** `command` and `builtin` run what they are given. */
const withoutPrefix = (words: readonly string[]): string[] => words.slice(words[0] === 'command' || words[0] === 'builtin' ? 1 : 0);

const NUMBERS: Readonly<Record<string, string>> = { 1: 'HUP', 2: 'INT', 3: 'QUIT', 15: 'TERM' };
const trapped = (signal: string): string => `SIG${(NUMBERS[signal] ?? signal).toUpperCase().replace(/^SIG/, '')}`;
