/** Secret path of the source `phone`. */
export const pathSecret = 'path-secret-0123456789';

/** Two people, a line each; `phone` and `other` take texts by webhook. */
export const twoPeople = `
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines:
  - { id: burner, number: "+15550100001", owner: ann, unmatched: [] }
  - { id: office, number: "+15550100002", owner: bob, unmatched: [] }
sources:
  - { id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }
  - { id: other, kind: webhook, line: office, pathSecret: ${pathSecret} }
`;

/** Hands a text to a source and returns the id of its message. */
export async function handIn(url: string, text: string, source = 'phone'): Promise<string> {
  const response = await fetch(`${url}/hooks/${source}/${pathSecret}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sender: '+15550100009', text }),
  });
  if (response.status !== 200) throw new Error(`the hook answered ${response.status}`);
  return ((await response.json()) as { messageId: string }).messageId;
}

export const json = { 'content-type': 'application/json' };
