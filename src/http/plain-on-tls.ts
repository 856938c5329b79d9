import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** First byte of a TLS record that begins a handshake (RFC 8446 §5.1). */
const handshake = 22;
/** Who connects and says nothing holds a socket for nothing. */
const firstByteMs = 10_000;

/**
 * Lets a server that speaks TLS answer who speaks plain HTTP to it: a browser that looks at a page is sent on to https,
 * anybody else is told. Nothing else is taken over plain HTTP.
 *
 * @returns ends those who have not said anything yet
 */
export function answerPlainRequests(server: Server): () => void {
  const silent = new Set<Socket>();
  const takeTls = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
    socket.setTimeout(firstByteMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      silent.delete(socket);
      const first: Buffer | null = socket.read();
      if (first === null) return void socket.destroy();
      if (first[0] !== handshake) return answerPlain(socket, first);
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.unshift(first);
      for (const take of takeTls) take.call(server, socket);
    });
  });
  return () => silent.forEach((socket) => void socket.destroy());
}

const requestLine = /^(GET|HEAD) (\/\S*) HTTP\/1\.[01]\r\n/;
const hostLine = /\r\nhost: *([a-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?) *\r\n/i;

function answerPlain(socket: Socket, first: Buffer): void {
  const head = first.toString('latin1');
  const path = requestLine.exec(head)?.[2];
  const host = hostLine.exec(head)?.[1];
  const isPage = path !== undefined && host !== undefined;
  const text = 'This port speaks HTTPS: use the same address with https:// in front.\n';
  const lines = [
    isPage ? 'HTTP/1.1 308 Permanent Redirect' : 'HTTP/1.1 400 Bad Request',
    ...(isPage ? [`location: https://${host}${path}`] : []),
    'content-type: text/plain; charset=utf-8',
    `content-length: ${text.length}`,
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
}
