import type { ComposeText } from './channel.ts';

/**
 * The words of a code in English. The last line binds it to a domain as browsers read it (WICG, Origin-bound one-time
 * codes); `appHash` is what Android's SMS Retriever looks for in the last line of all.
 */
export const composeEnglish: ComposeText = ({
  code,
  serviceName,
  subject,
  customName,
  domain,
  channel,
  minutes,
  appHash,
}) => {
  const whom = subject === null ? '' : ` for ${subject}`;
  const words = `${code} is your ${customName ?? serviceName} code${whom}. It expires in ${minutes} minutes. Never share it.`;
  const lines = channel === 'sms' ? [domain === null ? '' : `@${domain} #${code}`, appHash ?? ''] : [];
  return [words, ...lines.filter((line) => line !== '')].join('\n\n');
};
