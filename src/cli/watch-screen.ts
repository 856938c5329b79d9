import type { Clock, Timer } from '../support/clock.ts';
import { drawWatch, hasLife } from './watch-drawing.ts';
import { WatchList } from './watch-list.ts';
import type { WatchView } from './watch-view.ts';

export interface ScreenParts {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  clock: Clock;
  /** Of the hub, for people. */
  name: string;
  quit(): void;
}

const esc = '\u001b';
/** The terminal's second screen, without cursor (xterm control sequences, DECSET 1049 and 25); the first comes back after. */
const enter = `${esc}[?1049h${esc}[?25l`;
const leave = `${esc}[?25h${esc}[?1049l`;
const tickMs = 1_000;
const noticeMs = 2_000;

/** Takes the whole terminal and gives it back when it is closed. */
export function openScreen({ stdin, stdout, clock, name, quit }: ScreenParts): WatchView {
  const list = new WatchList();
  let live = true;
  let notice: string | null = null;
  let ticking: Timer;

  const draw = () => {
    const now = clock.now();
    list.forget(now);
    const { columns = 80, rows = 24 } = stdout;
    const lines = drawWatch({ list, name, live, notice, now, columns, rows });
    stdout.write(`${esc}[H${lines.map((line) => `${line}${esc}[K`).join('\r\n')}${esc}[J`);
  };
  const tick = () => {
    draw();
    ticking = clock.after(tickMs, tick);
  };
  const copy = () => {
    const message = list.selected();
    if (message === undefined || message.code === null || !hasLife(message, clock.now())) return;
    // OSC 52 (xterm control sequences): the terminal puts it on the clipboard, also over ssh.
    stdout.write(`${esc}]52;c;${Buffer.from(message.code).toString('base64')}\u0007`);
    notice = 'copied';
    clock.after(noticeMs, () => {
      notice = null;
    });
  };
  const onKey = (input: Buffer) => {
    for (const key of input.toString().match(/\u001b\[[AB]|[\s\S]/g) ?? []) {
      if (key === 'q' || key === '\u0003') quit();
      if (key === 'c') copy();
      if (key === `${esc}[A` || key === 'k') list.move(-1);
      if (key === `${esc}[B` || key === 'j') list.move(1);
    }
    draw();
  };

  stdout.write(enter);
  stdin.setRawMode(true);
  stdin.on('data', onKey);
  stdout.on('resize', draw);
  tick();
  return {
    history(messages) {
      for (const message of [...messages].reverse()) list.add(message);
      draw();
    },
    message(message) {
      list.add(message);
      draw();
    },
    live(now) {
      live = now;
      draw();
    },
    close() {
      ticking.cancel();
      stdin.off('data', onKey);
      stdin.setRawMode(false);
      stdin.pause();
      stdout.off('resize', draw);
      stdout.write(leave);
    },
  };
}
