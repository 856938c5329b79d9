/** The part of node-pty that opens a terminal without a program in it; it comes without types of its own. */
declare module '@lydell/node-pty/requireBinary.js' {
  /** File descriptors of both sides (both non-blocking), and the path of the slave. */
  interface OpenedTerminal {
    master: number;
    slave: number;
    pty: string;
  }
  export function requireBinary(file: 'pty.node'): { open(columns: number, rows: number): OpenedTerminal };
}
