/** Four and fewer stay together; six become 3 + 3, eight 4 + 4, others threes. */
export function groupsOf(code: string): { at: number; text: string }[] {
  const size = code.length <= 4 ? 4 : code.length === 8 ? 4 : 3;
  if (code.length === 5 || code.length === 7) return [{ at: 0, text: code }];
  const count = Math.ceil(code.length / size);
  return Array.from({ length: count }, (_, index) => ({
    at: index,
    text: code.slice(index * size, (index + 1) * size),
  }));
}

/** The code may stand in groups in the text; where it is not found (other scripts' digits), all of the text is covered. */
export function coverCode(text: string, code: string): string {
  const parted = [...code].map((character) => character.replace(/\W/g, '\\$&')).join('[\\s.-]*');
  const covered = text.replace(new RegExp(parted, 'gi'), '•'.repeat(code.length));
  return covered === text ? '•••' : covered;
}
