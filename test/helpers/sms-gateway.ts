import { type HttpSimulator, startHttpSimulator } from '../../src/simulators/http-simulator.ts';
import { createTroubleQueue, type TroubleQueue } from '../../src/simulators/trouble.ts';

export interface SmsGateway extends HttpSimulator, TroubleQueue {
  /** What it took, the oldest first; `report` is where it may tell what became of it. */
  texts: { id: string; to: string; text: string; report: string }[];
  /** Settings of a provider of the kind `http` that calls it, as YAML. */
  settings: string;
}

/** A gateway of no vendor: takes JSON, answers with an id. */
export async function startSmsGateway(name = 'gw'): Promise<SmsGateway> {
  const troubles = createTroubleQueue();
  const texts: SmsGateway['texts'] = [];
  const server = await startHttpSimulator(
    {},
    troubles,
    ({ body }) => {
      const id = `${name}-${texts.length + 1}`;
      texts.push({ id, ...(JSON.parse(body.toString()) as { to: string; text: string; report: string }) });
      return { status: 200, body: JSON.stringify({ id }) };
    },
    ({ status = 500 }) => ({ status }),
  );
  const body = `'{"to":"{to}","text":"{text}","report":"{report}"}'`;
  return {
    ...server,
    ...troubles,
    texts,
    settings: `kind: http, url: "${server.url}", body: ${body}, receipt: id, reportSecret: geheim-geheim-${name}`,
  };
}
