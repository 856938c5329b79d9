/** Puts a text into the clipboard; false where the browser does not let a page do so. */
export async function copyText(text: string): Promise<boolean> {
  if (isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without permission the older way may still do.
    }
  }
  return copyBySelection(text);
}

/** The only way without HTTPS: navigator.clipboard is for secure contexts (W3C Clipboard API §11.1). */
function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'unseen';
  // Inside an open dialog everything else is inert and could not be selected.
  (before?.closest('dialog') ?? document.body).append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
