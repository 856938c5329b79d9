import { commands } from '../../src/cli/index.ts';

/** docs/commands.md: what each command prints at `--help`. */
export function commandsPage(): string {
  const sections = commands.map(
    ({ name, summary, usage }) => `## ${name}\n\n${summary}.\n\n\`\`\`text\n${usage.trim()}\n\`\`\``,
  );
  return `# Commands

Commands run by npm, on the Node that the project brings along:

\`\`\`sh
npm run -s keypigeon -- COMMAND
\`\`\`

Results go to standard output, everything else to standard error. Exit codes: 0 it worked, 1 it did not, 2 the arguments are wrong. Commands reach a running hub through a socket in the data folder that only its own user can open. This page is made from the commands' own help by \`npm run docs\`.

${sections.join('\n\n')}
`;
}
