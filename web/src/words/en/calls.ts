export const calls = {
  title: 'A call asks you to press a key',
  pressed: 'The key was pressed',
  hint: 'Whoever presses it may let somebody in. Press it only if you are signing in somewhere right now.',
  press: (key: string) => `Press ${key}`,
  hangUp: 'It is not me: hang up',
  over: 'This call is over, or the key was pressed already.',
  changed: 'The call asks for something else by now, so no key was pressed. Read it again.',
  keyNames: { '#': '# (pound)', '*': '* (star)' } as Record<string, string>,
};
