import { errorTable } from '../../src/domain/errors.ts';

/** docs/errors.md: each code is a heading, so that it is the anchor that answers point to. */
export function errorsPage(): string {
  const entries = Object.entries(errorTable).map(
    ([code, { status, title, help }]) => `## ${code}\n\n**${title}.** Status ${status}.\n\n${help}`,
  );
  return `# Errors

Every error has a stable code. The API answers with \`application/problem+json\` (RFC 9457): \`type\` points to the code on this page, \`title\` and \`status\` are those below, \`detail\` says in one line what was wrong, where, what was expected and what to do. Commands print that line. This page is made from the program's table by \`npm run docs\`.

${entries.join('\n\n')}
`;
}
