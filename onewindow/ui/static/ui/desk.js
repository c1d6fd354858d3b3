// The desk by keyboard: J and K move in a list, / finds, Escape leaves a field. Letters act only outside fields.
const rows = [...document.querySelectorAll('[data-row]')];
const find = document.querySelector('[data-find]');

const typing = e => e.target.closest?.('input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]');

function move(step) {
  const at = rows.findIndex(row => row.classList.contains('on'));
  const to = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  rows.forEach(row => {
    row.classList.toggle('on', row === to);
    row.querySelector('a')?.removeAttribute('aria-current');
  });
  const link = to.querySelector('a');
  link?.setAttribute('aria-current', 'true');
  link?.focus();
}

document.addEventListener('keydown', e => {
  if (e.isComposing || e.keyCode === 229) return;
  if (e.ctrlKey || e.altKey || e.metaKey) return;
  const field = typing(e);
  if (e.key === 'Escape' && field) { field.blur(); return; }
  if (field) return;
  if (e.key === '/' && find) { e.preventDefault(); find.focus(); return; }
  if (rows.length && (e.key === 'j' || e.key === 'k')) move(e.key === 'j' ? 1 : -1);
});
