/** What came is no PDU that can be read. One line: what, where, what was expected; never what the text says. */
export class PduError extends Error {
  override name = 'PduError';
}
