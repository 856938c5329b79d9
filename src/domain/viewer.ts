/** On whose behalf messages, codes and deliveries are read. Every such read takes one. */
export type Viewer = { kind: 'administrator' } | { kind: 'person'; personId: string };

/** The person who runs the hub: the command line, an admin token. */
export const administrator: Viewer = { kind: 'administrator' };
