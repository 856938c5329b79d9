import assert from 'node:assert/strict';
import { isIP, type LookupFunction } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { openTestStore, type TestStore } from '../../test/helpers/databases.ts';
import { noEnd, testOutgoing } from '../destinations/fixtures.ts';
import { webhook } from '../destinations/webhook.ts';
import { startWebhookReceiver } from '../simulators/webhook-receiver.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import { systemClock } from '../support/clock.ts';
import { silentLogger } from '../support/logger.ts';
import { systemRandom } from '../support/random.ts';
import { DestinationHost } from './destination-host.ts';

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
/** Every name leads to this machine, as one of a stranger's may at any time. */
const lookup: LookupFunction = (name, options, callback) => {
  const address = isIP(name) === 0 ? '127.0.0.1' : name;
  if (options.all === true) callback(null, [{ address, family: 4 }]);
  else callback(null, address, 4);
};

describe('members who point a name at what an owner allowed', () => {
  let store: TestStore;
  let host: DestinationHost;
  let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;

  before(async () => {
    store = await openTestStore();
    receiver = await startWebhookReceiver({ secret });
    const dispatcher = { addTarget: () => undefined, removeTarget: async () => undefined };
    host = new DestinationHost({
      ...{ kinds: [webhook], database: store.database, clock: systemClock, log: silentLogger, lookup },
      ...{ dispatcher: dispatcher as never, sending: {} as never, random: systemRandom },
      ...{ targets: { environment: {}, readFile: () => '' }, vapid: { publicKey: '', privateKey: '' } },
    });
  });
  after(async () => {
    await host.close();
    await receiver.close();
    await store.dispose();
  });

  const setting = (name: string, owner: string) => ({
    ...{ id: 'hook', kind: 'webhook', enabled: true, owner, show: 'code' as const, template: null },
    settings: { url: receiver.url.replace('127.0.0.1', name), secret },
  });

  /** How a call goes: `taken`, or why not. */
  async function call(name: string, owner: string, more: { added?: boolean; allowHosts?: string[] } = {}) {
    const { added = true, allowHosts = ['127.0.0.0/8'] } = more;
    const own = setting(name, owner);
    const configuration = {
      ...{ publicUrl: null, defaultRegion: null, broker: null, commands: { mqtt: null }, canaries: [] },
      ...{ people: [], lines: [], sources: [], providers: [], routes: [], destinations: [own] },
      ...{ network: { allowHosts, serveHosts: [], trustedProxies: [] }, off: new Map(), proofs: new Map() },
      ...{ held: new Map(), added: new Set(added ? ['hook'] : []), members: new Set(['bob']) },
    } as unknown as CurrentConfiguration;
    await host.apply(configuration);
    const { destination, close } = await host.openAside(own);
    const outcome = await destination.send(testOutgoing(), noEnd).then(
      () => 'taken',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    await close();
    return outcome;
  }

  it('do not reach it, whatever the name is called', async () => {
    const before = receiver.calls.length;
    for (const name of ['hook.example.com', '127.0.0.1.nip.example', 'localhost', 'hook.example.com.'])
      assert.match(await call(name, 'bob'), /private|network\.allowHosts/, name);
    assert.equal(receiver.calls.length, before);
  });

  it('reach what an owner entered for them: the address itself, or the very name that is allowed', async () => {
    assert.equal(await call('127.0.0.1', 'bob'), 'taken');
    assert.equal(await call('hook.example.com', 'bob', { allowHosts: ['hook.example.com'] }), 'taken');
    assert.match(await call('127.0.0.1', 'bob', { allowHosts: ['10.0.0.0/8'] }), /private|network\.allowHosts/);
  });

  it('change nothing for those who run the hub, and for what the file names', async () => {
    assert.equal(await call('hook.example.com', 'ann'), 'taken');
    assert.equal(await call('hook.example.com', 'bob', { added: false }), 'taken');
    assert.match(await call('hook.example.com', 'ann', { allowHosts: [] }), /private|network\.allowHosts/);
  });
});
