import packageFile from '../../package.json' with { type: 'json' };
import { documentAdapters, documentConfiguration } from '../../src/config/documentation.ts';
import { destinationKinds } from '../../src/destinations/index.ts';
import { renderApiPage, renderErrorsPage, renderTwilioErrorsPage } from '../../src/http/documentation.ts';
import { describeApi } from '../../src/http/openapi-document.ts';
import { providerKinds } from '../../src/providers/index.ts';
import { sourceKinds } from '../../src/sources/index.ts';
import { commandsPage } from './commands-page.ts';

/** The pages that are made from the code, by their path from the top folder. */
export const pages: Record<string, () => string | Promise<string>> = {
  'docs/configuration.md': documentConfiguration,
  'docs/adapters.md': () =>
    documentAdapters({ sources: sourceKinds, destinations: destinationKinds, providers: providerKinds }),
  'docs/commands.md': commandsPage,
  'docs/api.md': async () => renderApiPage(await describeApi(packageFile.version)),
  'docs/errors.md': renderErrorsPage,
  'docs/twilio-errors.md': renderTwilioErrorsPage,
};
