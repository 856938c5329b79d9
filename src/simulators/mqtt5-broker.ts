import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One PUBLISH as the broker got it. */
export interface ReceivedPublish {
  topic: string;
  payload: string;
  qos: number;
  retain: boolean;
  /** Message expiry interval in seconds; undefined where the publisher gave none. */
  expirySeconds: number | undefined;
}

export interface Mqtt5Broker {
  url: string;
  received: ReceivedPublish[];
  /** Clients that were welcomed so far. */
  connections: number;
  /** Answers each PUBLISH with this reason code (MQTT 5 §3.4.2.1); `silent` answers nothing at all. */
  answer: number | 'silent';
  close(): Promise<void>;
}

/** Packet types (MQTT 5 §2.1.2). */
const type = { connect: 1, publish: 3, subscribe: 8, pingreq: 12 };

/** A publish-only MQTT 5 broker that records what it gets: aedes speaks 3.1.1 alone. */
export async function startMqtt5Broker(): Promise<Mqtt5Broker> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (piece) => {
      rest = Buffer.concat([rest, piece]);
      for (let packet = takePacket(rest); packet !== null; packet = takePacket(rest)) {
        rest = rest.subarray(packet.length);
        handle(socket, packet.header, packet.body);
      }
    });
  });
  const broker: Mqtt5Broker = {
    url: '',
    received: [],
    connections: 0,
    answer: 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  const handle = (socket: Socket, header: number, body: Buffer) => {
    const kind = header >> 4;
    if (kind === type.connect) {
      broker.connections += 1;
      socket.write(Buffer.from([0x20, 3, 0, 0, 0]));
    }
    if (kind === type.pingreq) socket.write(Buffer.from([0xd0, 0]));
    if (kind === type.subscribe) socket.write(Buffer.from([0x90, 4, body[0] ?? 0, body[1] ?? 0, 0, 1]));
    if (kind !== type.publish) return;
    const publish = readPublish(header, body);
    broker.received.push(publish);
    if (broker.answer === 'silent') return;
    socket.write(Buffer.from([0x40, 3, publish.id >> 8, publish.id & 0xff, broker.answer]));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  broker.url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return broker;
}

/** The first whole packet (fixed header, §2.1); null while it is incomplete. */
function takePacket(bytes: Buffer): { header: number; body: Buffer; length: number } | null {
  if (bytes.length < 2) return null;
  const size = readVariable(bytes, 1);
  if (size === null || bytes.length < size.next + size.value) return null;
  const length = size.next + size.value;
  return { header: bytes.readUInt8(0), body: bytes.subarray(size.next, length), length };
}

/** A variable byte integer (§1.5.5). */
function readVariable(bytes: Buffer, at: number): { value: number; next: number } | null {
  let value = 0;
  for (let index = 0; index < 4; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return null;
}

/** PUBLISH with QoS 1 (§3.3). */
function readPublish(header: number, body: Buffer): ReceivedPublish & { id: number } {
  const topicEnd = 2 + body.readUInt16BE(0);
  const id = body.readUInt16BE(topicEnd);
  const properties = readVariable(body, topicEnd + 2) ?? { value: 0, next: topicEnd + 2 };
  const payloadStart = properties.next + properties.value;
  // 2 is the message expiry interval (§3.3.2.3.3); our publisher sets no other property.
  const expires = properties.value === 5 && body[properties.next] === 2;
  return {
    topic: body.subarray(2, topicEnd).toString('utf8'),
    payload: body.subarray(payloadStart).toString('utf8'),
    qos: (header >> 1) & 3,
    retain: (header & 1) === 1,
    expirySeconds: expires ? body.readUInt32BE(properties.next + 1) : undefined,
    id,
  };
}
