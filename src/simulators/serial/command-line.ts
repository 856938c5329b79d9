/** One command of a line: `+CREG`, `=`, `2`. */
export interface Command {
  name: string;
  /** `read`: `?`, `test`: `=?`, `set`: `=…`, `do`: nothing. */
  kind: 'do' | 'read' | 'test' | 'set';
  /** Behind `=`, quotes and all; a digit behind a basic command. */
  argument: string;
}

/**
 * Cuts a command line (ITU-T V.250 §5.2): basic commands are a letter and a number, all others end at a semicolon.
 * Undefined where there is no `AT`.
 */
export function parseCommandLine(line: string): Command[] | undefined {
  const start = line.search(/at/i);
  if (start < 0) return undefined;
  const commands: Command[] = [];
  let rest = line.slice(start + 2).trim();
  while (rest !== '') {
    const basic = /^(&?[a-z])(\d*)(?:=\d*)?[\s;]*/i.exec(rest);
    if (basic) {
      commands.push({ name: basic[1]?.toUpperCase() ?? '', kind: 'do', argument: basic[2] ?? '' });
      rest = rest.slice(basic[0].length);
      continue;
    }
    const end = endOfExtended(rest);
    commands.push(parseExtended(rest.slice(0, end)));
    rest = rest.slice(end + 1).trim();
  }
  return commands;
}

function endOfExtended(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (text[at] === ';' && !isQuoted) return at;
  }
  return text.length;
}

function parseExtended(text: string): Command {
  const [, name = '', operator = '', argument = ''] = /^([^=?]+)(=\?|=|\?)?(.*)$/s.exec(text.trim()) ?? [];
  const kinds = { '': 'do', '?': 'read', '=?': 'test', '=': 'set' } as const;
  return { name: name.trim().toUpperCase(), kind: kinds[operator as keyof typeof kinds], argument: argument.trim() };
}

/** The values of `=…`: quotes are taken off, what is left out is empty. */
export function splitArguments(argument: string): string[] {
  if (argument === '') return [];
  const values = argument.match(/(?:"[^"]*"|[^,"])*(?:,|$)/g) ?? [];
  return values.slice(0, argument.endsWith(',') ? undefined : -1).map((value) =>
    value
      .replace(/,$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1'),
  );
}
