/** Keys of the inbox: `c` copies the newest code, `/` goes to the search. Answers how to stop. */
export function listenForKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const target = { c: '.copies-newest', '/': '#search' }[event.key];
    const element = target === undefined ? null : document.querySelector<HTMLElement>(target);
    if (element === null) return;
    event.preventDefault();
    if (event.key === 'c') element.click();
    else element.focus();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], dialog') !== null;
}
