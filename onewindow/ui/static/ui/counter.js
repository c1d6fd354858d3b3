// The counter by keyboard: function keys always, single letters and digits only outside fields and when switched on.
const field = e => e.target.closest?.('input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]');
const keys = document.querySelector('[data-keys]'), box = keys?.querySelector('[data-single]');
const single = () => localStorage.getItem('counter-single') !== 'off';
if (box) {
  keys.querySelector('[data-switch]').hidden = false;
  box.checked = single();
  box.addEventListener('change', () => localStorage.setItem('counter-single', box.checked ? 'on' : 'off'));
}
document.querySelector('[data-first]')?.focus();
document.addEventListener('keydown', e => {
  if (e.isComposing || e.keyCode === 229 || e.ctrlKey || e.altKey || e.metaKey) return;
  if (e.key === '?' && !field(e) && keys) { keys.open = !keys.open; return; }
  if (e.key.length === 1 && (field(e) || !single())) return;
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
  const target = document.querySelector(`[data-counter] [data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  e.preventDefault();
  target.click();
});
