/** Puts the focus where something is wrong, once it is marked: on the control itself, also one behind "More". */
export function focusFirstProblem(form: HTMLElement): void {
  requestAnimationFrame(() => {
    const first = form.querySelector<HTMLElement>('[aria-invalid="true"], .error:not(:empty), .notice-box button');
    if (first === null) return;
    for (let more = first.closest('details'); more !== null; more = more.parentElement?.closest('details') ?? null)
      more.open = true;
    const control = first.matches('.error') ? first.closest('fieldset')?.querySelector<HTMLElement>('input') : first;
    (control ?? first).focus();
    (control ?? first).scrollIntoView({ block: 'center' });
  });
}
