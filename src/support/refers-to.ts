/** Says in a schema that a setting names another thing by its id (`x-ref` of its JSON Schema), so that a form can offer those that there are. */
export function refersTo(what: 'line' | 'destination' | 'person'): { 'x-ref': string } {
  return { 'x-ref': what };
}
