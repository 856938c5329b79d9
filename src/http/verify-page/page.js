// The page works without this file. It counts down, takes codes as they are pasted, and sends a whole one by itself.

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
const started = performance.now();
const left = (seconds) => Math.max(0, Number(seconds) - Math.floor((performance.now() - started) / 1000));

function tick() {
  for (const timer of document.querySelectorAll('[data-left]')) {
    const seconds = left(timer.dataset.left);
    timer.textContent = clock(seconds);
    if (seconds === 0) location.reload();
  }
  for (const button of document.querySelectorAll('[data-after]')) {
    const seconds = left(button.dataset.after);
    button.disabled = seconds > 0;
    button.querySelector('.wait').textContent = seconds > 0 ? clock(seconds) : '';
  }
}

tick();
const ticking = setInterval(tick, 1000);

const field = document.querySelector('#code');
if (field !== null) {
  const length = Number(field.dataset.length);
  let before = '';
  field.addEventListener('input', () => {
    const code = field.value.normalize('NFKC').replace(/[\s-]/g, '');
    const atOnce = code.length === length && code.length - before.length > 1;
    before = code;
    if (!atOnce) return;
    // Pasted, or filled in by the phone: nobody is still typing.
    field.value = code;
    field.form.requestSubmit(field.form.querySelector('[value="check"]'));
  });
}

const sent = new Set();
for (const form of document.querySelectorAll('main form'))
  form.addEventListener('submit', (event) => {
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    clearInterval(ticking);
  });
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

const language = document.querySelector('#lang');
language.form.querySelector('button').hidden = true;
language.addEventListener('change', () => language.form.requestSubmit());
