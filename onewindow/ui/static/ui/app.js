// Enhancements for every page; each journey works without them. No dependencies.
// While an input method is composing, keys never act: some browsers send 229 after composition ends.
const composing = e => e.isComposing || e.keyCode === 229;

// The error summary takes the focus, so that it is read out first.
const summary = document.querySelector('.err-sum');
if (summary) {
  summary.focus({ preventScroll: true });
  summary.addEventListener('click', e => {
    const link = e.target.closest('a[href^="#"]');
    if (!link) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    e.preventDefault();
    const control = target.matches('input,select,textarea') ? target : target.querySelector('input,select,textarea');
    (target.closest('.field') || target).scrollIntoView({ block: 'start' });
    (control || target).focus({ preventScroll: true });
  });
}

// One submit per form: the second click or Enter does nothing; a page restored from the cache works again.
const busy = new Set();
document.addEventListener('submit', e => {
  const form = e.target;
  if (!form.matches('form[method="post" i]')) return;
  if (busy.has(form)) { e.preventDefault(); return; }
  busy.add(form);
  form.setAttribute('aria-busy', 'true');
  const button = e.submitter || form.querySelector('button[type="submit"],button:not([type])');
  if (!button || !form.matches('[data-once]')) return;
  // Disabled only after the browser has collected the form, or the button's own value would be lost.
  setTimeout(() => {
    button.dataset.said = button.textContent;
    button.textContent = form.dataset.busy || '正在提交…';
    button.disabled = true;
  });
});
addEventListener('pageshow', e => {
  if (!e.persisted) return;
  for (const form of busy) {
    form.removeAttribute('aria-busy');
    form.querySelectorAll('button[data-said]').forEach(b => { b.textContent = b.dataset.said; b.disabled = false; });
  }
  busy.clear();
});

// Enter that ends a composition must not submit.
document.addEventListener('keydown', e => {
  if (e.key === 'Enter' && composing(e) && e.target.matches('input')) e.preventDefault();
}, true);

// Leaving a form with typed but unsaved answers asks first.
document.querySelectorAll('form[data-unsaved]').forEach(form => {
  let dirty = false;
  form.addEventListener('input', () => { dirty = true; });
  form.addEventListener('submit', () => { dirty = false; });
  addEventListener('beforeunload', e => { if (dirty) e.preventDefault(); });
});

// A chosen file says its size at once, and when it is too large, before it is sent.
document.querySelectorAll('input[type="file"]:not([data-upload])').forEach(input => {
  const line = document.createElement('span');
  line.className = 'small muted';
  line.setAttribute('role', 'status');
  input.after(line);
  input.addEventListener('change', () => {
    const file = input.files[0];
    if (!file) { line.textContent = ''; return; }
    const mb = file.size / 1048576;
    line.textContent = mb > 20 ? `这个文件有 ${mb.toFixed(1)} MB，超过 20 MB，请换一个小一些的` : `${mb < .1 ? '小于 0.1' : mb.toFixed(1)} MB，提交时上传`;
  });
});

// Tables that scroll sideways are reachable by keyboard only when they do scroll.
const reach = box => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute('tabindex');
};
document.querySelectorAll('.scroll[tabindex]').forEach(box => {
  const sizes = new ResizeObserver(() => reach(box));
  [box, ...box.children].forEach(each => sizes.observe(each));
});

// A page's print buttons exist only where printing can be asked for.
document.querySelectorAll('[data-print]').forEach(button => {
  button.hidden = false;
  button.addEventListener('click', () => print());
});
