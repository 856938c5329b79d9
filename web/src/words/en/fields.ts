/**
 * Names and hints of settings by their path, first as `kind.path`. What is not here is said in the words of the schema.
 */
export const fields = {
  labels: {
    id: 'Short name',
    url: 'Address',
    'hilink.url': "Address of the stick's web page",
    via: 'Sent by',
    to: 'To',
    'sms.to': 'Phone to text',
    webhookUrl: 'Webhook address',
  } as Record<string, string>,
  hints: {} as Record<string, string>,
  choices: {} as Record<string, string>,
  kinds: {} as Record<string, { title: string; description: string }>,
};
