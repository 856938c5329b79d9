import type { Configuration } from './configuration.ts';
import type { EditedPart } from './edit.ts';

/** What names a thing, in words: `the source "stick"`. What is named by something else must not go. */
export function usesOf(configuration: Configuration, part: EditedPart, id: string): string[] {
  if (part === 'lines') return [...usesOfLine(configuration, id), ...usesInTests(configuration, id)];
  if (part === 'providers') return usesInTests(configuration, id);
  return part === 'destinations' ? usesOfDestination(configuration, id) : [];
}

/** Lines and providers share no ids in what sends: an id of both is named by either. */
function usesInTests({ canaries }: Configuration, id: string): string[] {
  return canaries.filter(({ to, via }) => to === id || via === id).map((one) => `the line test "${one.id}"`);
}

function usesOfLine({ sources, destinations, routes, commands }: Configuration, id: string): string[] {
  const asked = commands.mqtt?.line.includes(id) === true;
  return [
    ...sources.filter((one) => one.line === id).map((one) => `the source "${one.id}"`),
    ...destinations.filter((one) => namesIt(one.settings.via, id)).map((one) => `the destination "${one.id}"`),
    ...routes.filter((one) => namesIt(one.when.line, id)).map((one) => `the route "${one.name}"`),
    ...(asked ? ['commands.mqtt'] : []),
  ];
}

function usesOfDestination({ lines, routes }: Configuration, id: string): string[] {
  return [
    ...routes.filter((one) => one.to.includes(id)).map((one) => `the route "${one.name}"`),
    ...lines.filter((one) => one.unmatched?.includes(id) === true).map((one) => `the line "${one.id}"`),
  ];
}

function namesIt(value: unknown, id: string): boolean {
  return [value].flat().includes(id);
}
