import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HubApi } from '../api.ts';
import type { AppAuthenticate } from '../app-access.ts';
import type { Authenticate } from '../authenticate.ts';
import { factorPartsOf } from '../factor-parts.ts';
import { accountRoutes } from './account.ts';
import { appKeyRoutes } from './app-keys.ts';
import { appVerificationRoutes } from './app-verification.ts';
import { appVerificationsRoutes } from './app-verifications.ts';
import { appWebhookRoutes } from './app-webhook.ts';
import { appRoutes } from './apps.ts';
import { attackRoutes } from './attacks.ts';
import { blockRoutes } from './blocks.ts';
import { boardRoutes } from './board.ts';
import { callRoutes } from './calls.ts';
import { canaryRoutes } from './canaries.ts';
import { commandRoutes } from './commands.ts';
import { configurationRoutes } from './configuration.ts';
import { configurationItemRoutes } from './configuration-items.ts';
import { connectRoutes } from './connect.ts';
import { costRoutes } from './costs.ts';
import { deliveryRoutes } from './deliveries.ts';
import { destinationRoutes } from './destinations.ts';
import { eventRoutes } from './events.ts';
import { explanationRoutes } from './explanation.ts';
import { factorRoutes } from './factors.ts';
import { lineRoutes } from './lines.ts';
import { messageSearchRoutes } from './message-search.ts';
import { messageRoutes } from './messages.ts';
import { peopleRoutes } from './people.ts';
import { priceRoutes } from './prices.ts';
import { proofRoutes } from './proofs.ts';
import { providerRoutes } from './providers.ts';
import { pushRoutes } from './push.ts';
import { recoveryCodeRoutes } from './recovery-codes.ts';
import { sessionRoutes } from './sessions.ts';
import { setupRoutes } from './setup.ts';
import { signInRoutes } from './sign-in.ts';
import { sourceRoutes } from './sources.ts';
import { textRoutes } from './texts.ts';
import { tokenRoutes } from './tokens.ts';
import { trustedBrowserRoutes } from './trusted-browsers.ts';
import { verificationEventRoutes } from './verification-events.ts';
import { verificationReturnRoutes } from './verification-return.ts';
import { verificationUnlockRoutes } from './verification-unlock.ts';
import { verificationRoutes } from './verifications.ts';
import { waitRoutes } from './waits.ts';

/** A server whose routes take their types from their zod schemas. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** How callers are known: people and tokens of the hub, and apps (routes with the scope `app`). */
export interface Doors {
  authenticate: Authenticate;
  authenticateApp: AppAuthenticate;
}

/** Everything below `/api/v1`: JSON, for those with a token. A route that names no scope is for administrators. */
export function apiRoutes(server: FastifyInstance, hub: HubApi, { authenticate, authenticateApp }: Doors): void {
  server.register(
    async (plain) => {
      const scope: ApiServer = plain.withTypeProvider<ZodTypeProvider>();
      scope.addContentTypeParser(
        'application/json',
        { parseAs: 'string' },
        scope.getDefaultJsonParser('error', 'error'),
      );
      scope.addHook('onRequest', async (request) => {
        if (request.is404) return;
        const need = request.routeOptions.config.scope ?? 'admin';
        if (need === 'app') request.app = await authenticateApp(request);
        else if (need !== 'open') request.access = await authenticate(request, need);
      });
      messageRoutes(scope, hub);
      messageSearchRoutes(scope, hub);
      attackRoutes(scope, hub);
      waitRoutes(scope, hub);
      callRoutes(scope, hub);
      explanationRoutes(scope, hub);
      deliveryRoutes(scope, hub);
      lineRoutes(scope, hub);
      sourceRoutes(scope, hub);
      providerRoutes(scope, hub);
      commandRoutes(scope, hub);
      destinationRoutes(scope, hub);
      proofRoutes(scope, hub);
      pushRoutes(scope, hub);
      eventRoutes(scope, hub);
      boardRoutes(scope, hub);
      configurationRoutes(scope, hub);
      configurationItemRoutes(scope, hub);
      textRoutes(scope, hub);
      tokenRoutes(scope, hub);
      appRoutes(scope, hub);
      appKeyRoutes(scope, hub);
      appVerificationRoutes(scope, hub);
      appWebhookRoutes(scope, hub);
      verificationRoutes(scope, hub);
      verificationEventRoutes(scope, hub, authenticateApp);
      verificationReturnRoutes(scope, hub);
      appVerificationsRoutes(scope, hub);
      priceRoutes(scope, hub);
      costRoutes(scope, hub);
      blockRoutes(scope, hub);
      const factors = factorPartsOf(hub);
      verificationUnlockRoutes(scope, factors);
      factorRoutes(scope, factors);
      recoveryCodeRoutes(scope, factors);
      trustedBrowserRoutes(scope, factors);
      canaryRoutes(scope, hub);
      signInRoutes(scope, hub);
      accountRoutes(scope, hub);
      sessionRoutes(scope, hub);
      peopleRoutes(scope, hub);
      setupRoutes(scope, hub);
      connectRoutes(scope, hub);
    },
    { prefix: '/api/v1' },
  );
}
