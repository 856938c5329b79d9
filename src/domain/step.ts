/**
 * The steps of a message's way, each named by what has just happened:
 * `received` (a text is at the door), `committed` (message and deliveries are on disk), `dispatched` (handed to the
 * lanes), `announced` (`sending` is on disk), `answered` (the other side answered), `recorded` (the outcome is on disk).
 */
export type Step = 'received' | 'committed' | 'dispatched' | 'announced' | 'answered' | 'recorded';
