// The whole program in a process of its own that a test may kill: by itself at the n-th time of a step
// (CRASH_AT="committed:3"), or from outside at any moment.

import { readEnvironment } from '../../src/config/environment.ts';
import { listen } from '../../src/http/listen.ts';
import { buildServer } from '../../src/http/server.ts';
import { openHub } from '../../src/hub.ts';
import { createLogger } from '../../src/support/logger.ts';

const { CRASH_AT = '' } = process.env;
const [crashStep = '', crashCount = '1'] = CRASH_AT.split(':');
let left = Number(crashCount);

const { CRASH_AT: _own, ...own } = process.env;
const settings = readEnvironment(own);
const hub = await openHub(
  { ...settings, configFile: settings.configFile.path, environment: own },
  {
    log: createLogger('error'),
    onStep(step) {
      if (step === crashStep && --left === 0) process.kill(process.pid, 'SIGKILL');
    },
  },
);
const server = buildServer(hub.api, { listenHost: settings.listen.host, publicUrl: null, serveHosts: [] } as never);
await listen(server, { ...settings.listen, socketPath: `${settings.dataFolder}/keypigeon.sock` } as never);
process.send?.('listening');
process.on('disconnect', () => process.exit(0));
