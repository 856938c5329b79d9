import type { Modem } from './modem.ts';

/** What classic sticks say all the time, until `AT^CURC=0`. */
export function startNoise(modem: Modem): void {
  const { noiseMs } = modem.traits;
  if (noiseMs <= 0) return;
  const say = () => {
    if (modem.settings.isNoisy) {
      modem.report(`^RSSI:${modem.scenario.signal}`);
      modem.report('^BOOT:12345678,0,0,0,77');
    }
    modem.after(noiseMs, say);
  };
  modem.after(noiseMs, say);
}
