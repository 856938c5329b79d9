import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { androidApps, appOf, curlTest, findApp, hookAddress, iphone, makeSecrets } from './phones.ts';

const item = (settings: object) => ({ id: 'phone', provisioned: false, revision: '1', kind: 'webhook', ...settings });
const isSet = { secret: true };

describe('phones', () => {
  it('are known again by what their sources hold', () => {
    for (const app of [iphone, ...androidApps]) {
      const held = Object.fromEntries(app.secrets.map((name) => [name, isSet]));
      assert.equal(appOf(item({ format: app.format, ...held }))?.id, app.id);
    }
    assert.equal(appOf(item({ bearer: isSet })), null);
    assert.equal(appOf({ ...item({}), kind: 'hilink' }), null);
  });

  it('get secrets of their own, long enough for each app', () => {
    const { pathSecret = '', bearer = '' } = makeSecrets(iphone);
    assert.match(pathSecret, /^[0-9a-f]{48}$/);
    assert.notEqual(pathSecret, bearer);
  });

  it('post below the address of the hub', () => {
    assert.equal(
      hookAddress('https://hub.example/', 'iphone', { pathSecret: 'p' }),
      'https://hub.example/hooks/iphone/p',
    );
    assert.equal(hookAddress('https://hub.example', 'drawer', {}), 'https://hub.example/hooks/drawer');
  });

  it('can be stood in for by curl where nothing is signed', () => {
    const secrets = { pathSecret: 'p', bearer: 'b' };
    assert.match(
      curlTest('https://hub.example/hooks/iphone/p', iphone, secrets) ?? '',
      /^curl -sS 'https:\/\/hub\.example\/hooks\/iphone\/p' -H 'Authorization: Bearer b' .* -d '\{"sender":"\+1555/,
    );
    const signs = findApp('textbee');
    assert.ok(signs !== null);
    assert.equal(curlTest('https://hub.example/hooks/x', signs, { secret: 's' }), null);
  });
});
