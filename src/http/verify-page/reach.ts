import type { App } from '../../store/apps.ts';
import type { Channel, ChannelKind } from '../../verification/channel.ts';
import { addressFor } from '../../verification/issue.ts';
import type { SeenVerification } from '../../verification/seen.ts';

/** Whether something of this hub can bring the code of a verification in a way. To a test number every way leads. */
export function reachOf(
  channels: readonly Channel[],
  app: Pick<App, 'id' | 'ownerId' | 'lines'>,
  serviceName: string,
  { row, personal }: SeenVerification,
): (kind: ChannelKind) => boolean {
  if (personal === null) return () => false;
  if (row.test === 1) return () => true;
  const about = {
    ...{ attemptId: '', verificationId: row.id, appId: app.id, ownerId: app.ownerId, lines: app.lines },
    ...{ region: row.region, locale: row.locale, serviceName, subject: null, domain: null, expiresAt: row.expires_at },
  };
  return (kind) =>
    channels.some(
      (channel) => channel.kinds.includes(kind) && channel.serves(kind, { ...about, to: addressFor(personal, kind) }),
    );
}
