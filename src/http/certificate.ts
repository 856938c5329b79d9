import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KeypigeonError } from '../domain/errors.ts';
import type { Clock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';

export interface CertificateFiles {
  /** PEM, with the certificates in between behind the own one. */
  certFile: string;
  /** PEM, without a passphrase. */
  keyFile: string;
}

export interface Certificate {
  cert: string;
  key: string;
  /** Names in it that can be opened, so without wildcards. */
  names: string[];
  /** Milliseconds since the epoch. */
  endsAt: number;
}

/** Programs that renew do so in the last third; who is nearer to the end has none that works. */
const endIsNearMs = 10 * 86_400_000;
/** Renewal replaces both files, one after the other, and by links as a rule: so they are read, not watched. */
const lookEveryMs = 15_000;

/** Reads and checks both files. Throws KeypigeonError `certificate-unusable`, in one line that names the file and what to do. */
export function readCertificate({ certFile, keyFile }: CertificateFiles, now: number): Certificate {
  const cert = readPem(certFile, 'KEYPIGEON_TLS_CERT');
  const key = readPem(keyFile, 'KEYPIGEON_TLS_KEY');
  const x509 = parse(() => new X509Certificate(cert), `${certFile} (KEYPIGEON_TLS_CERT) is no certificate in PEM form`);
  const privateKey = parse(
    () => createPrivateKey(key),
    `${keyFile} (KEYPIGEON_TLS_KEY) is no private key in PEM form, or has a passphrase, which nobody could enter at a restart`,
  );
  if (!x509.checkPrivateKey(privateKey))
    throw refuse(
      `the key ${keyFile} does not belong to the certificate ${certFile}: name the two that were made together`,
    );
  const { validFromDate, validToDate } = x509;
  if (validToDate.getTime() <= now)
    throw refuse(
      `the certificate ${certFile} ended on ${dayOf(validToDate)}: renew it, and check the clock of this machine`,
    );
  if (validFromDate.getTime() > now)
    throw refuse(`the certificate ${certFile} begins on ${dayOf(validFromDate)} only: check the clock of this machine`);
  return { cert, key, names: namesIn(x509), endsAt: validToDate.getTime() };
}

export interface CertificateWatch {
  close(): void;
}

/** Hands on the certificate whenever the files hold another one that is good; else goes on with the last one, and says why. */
export function watchCertificate(
  files: CertificateFiles,
  first: Certificate,
  { clock, log, onChange }: { clock: Clock; log: Logger; onChange(next: Certificate): void },
): CertificateWatch {
  let current = first;
  let said = '';
  const say = (words: string) => {
    if (words !== '' && words !== said) log.warn({}, words);
    said = words;
  };
  const look = () => {
    timer = clock.after(lookEveryMs, look);
    try {
      const next = readCertificate(files, clock.now());
      if (next.cert !== current.cert || next.key !== current.key) {
        current = next;
        onChange(next);
        log.info({}, `the certificate ${files.certFile} was renewed; it ends on ${dayOf(new Date(next.endsAt))}`);
      }
      say(endWarning(files, current, clock.now()));
    } catch (error) {
      say(`${error instanceof Error ? error.message : String(error)}; going on with the certificate of before`);
    }
  };
  let timer = clock.after(lookEveryMs, look);
  say(endWarning(files, first, clock.now()));
  return { close: () => timer.cancel() };
}

function endWarning({ certFile }: CertificateFiles, { endsAt }: Certificate, now: number): string {
  return endsAt - now > endIsNearMs ? '' : `the certificate ${certFile} ends on ${dayOf(new Date(endsAt))}: renew it`;
}

function readPem(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? 'error';
    throw refuse(
      `${path} (${variable}) cannot be read (${code}): check the path, and that the user of the hub may read it`,
      cause,
    );
  }
}

function parse<Result>(read: () => Result, trouble: string): Result {
  try {
    return read();
  } catch (cause) {
    // What the parser says may hold pieces of the file.
    throw refuse(`${trouble}: expected a file that begins with -----BEGIN`, cause);
  }
}

/** `DNS:hub.example.com, DNS:*.example.com, IP Address:192.168.1.5` */
function namesIn({ subjectAltName = '' }: X509Certificate): string[] {
  return [...subjectAltName.matchAll(/(?:^|, )DNS:([a-z0-9.-]+)(?=,|$)/gi)].flatMap(
    ([, name]) => name?.toLowerCase() ?? [],
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function refuse(why: string, cause?: unknown): KeypigeonError {
  return new KeypigeonError('certificate-unusable', why, cause === undefined ? {} : { cause });
}
