import { accessSync, constants } from 'node:fs';
import { watchDevice } from './device-watch.ts';
import { PortError } from './errors.ts';

/** A serial port that is open. */
export interface Port {
  path: string;
  write(data: string): void;
  /** Resolves when it is closed; never rejects. */
  close(): Promise<void>;
}

export interface PortEvents {
  data(bytes: Uint8Array): void;
  /** Once: unplugged, failed, or closed. */
  closed(): void;
}

export type OpenPort = (path: string, baudRate: number, events: PortEvents) => Promise<Port>;

/**
 * Opens a port: 8 bits, no parity, no flow control, DTR on, locked for this process. Loads the native package when the
 * first port is opened. Throws a PortError.
 */
export const openSerialPort: OpenPort = async (path, baudRate, events) => {
  const { SerialPort } = await loadPackage();
  checkAccess(path);
  const port = new SerialPort({ path, baudRate, autoOpen: false, lock: true });
  let open = true;
  const onClosed = () => {
    if (!open) return;
    open = false;
    endWatch();
    events.closed();
  };
  const close = () => new Promise<void>((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
  // From before it is opened: what takes its place from now on is another one.
  const endWatch = watchDevice(path, () => {
    onClosed();
    void close();
  });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openError(path, error)) : resolve()));
  }).catch((error: unknown) => {
    endWatch();
    throw error;
  });
  port.on('data', (bytes: Buffer) => events.data(bytes));
  port.on('close', onClosed);
  port.on('error', onClosed);
  return {
    path,
    write: (data) => {
      if (open) port.write(data, 'latin1');
    },
    close() {
      endWatch();
      return close();
    },
  };
};

async function loadPackage(): Promise<typeof import('serialport')> {
  try {
    return await import('serialport');
  } catch (cause) {
    throw new PortError(
      'the package `serialport` is not installed for this machine, so no modem can be opened: run `npm ci` without `--omit=optional`',
      { cause },
    );
  }
}

/** Says in words what the native package says in its own. */
function checkAccess(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw openError(path, error);
  }
}

function openError(path: string, cause: unknown): PortError {
  const code = (cause as { code?: unknown }).code;
  const words = `${typeof code === 'string' ? code : ''} ${cause instanceof Error ? cause.message : ''}`;
  if (/ENOENT|ENODEV|ENXIO|No such/i.test(words))
    return new PortError(`there is no ${path}: plug the modem in, or correct \`path\`; the hub keeps looking`, {
      cause,
    });
  if (/EACCES|EPERM|denied|not permitted/i.test(words))
    return new PortError(
      `${path} may not be opened: add the user of the hub to the group dialout (sudo usermod -aG dialout USER) and start it anew`,
      { cause },
    );
  if (/EBUSY|EAGAIN|busy|lock|temporarily/i.test(words))
    return new PortError(
      `another program uses ${path}: stop it (ModemManager, gammu-smsd, smsd …) or have it leave the modem alone; the hub keeps trying`,
      { cause },
    );
  return new PortError(`${path} cannot be opened (${words.trim()}); the hub keeps trying`, { cause });
}
