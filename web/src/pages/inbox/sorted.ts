import type { Message } from '../../api/messages.ts';

/** In its place where it is known, else by its id: ids rise with time. */
export function withMessage(list: readonly Message[], message: Message): readonly Message[] {
  const rest = list.filter((one) => one.id !== message.id);
  const at = rest.findIndex((one) => one.id < message.id);
  return at === -1 ? [...rest, message] : [...rest.slice(0, at), message, ...rest.slice(at)];
}
