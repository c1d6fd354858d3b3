// Saves a page of a form by itself a moment after each change; what is not sound yet waits for the button.
const WAIT = 1200;
document.querySelectorAll('form[data-autosave]').forEach(form => {
  const line = form.querySelector('[data-saved]');
  let timer = 0, running = false, again = false, over = false;
  const save = async () => {
    if (over) return;
    if (running) { again = true; return; }
    running = true;
    const data = new FormData(form);
    for (const input of form.querySelectorAll('input[type="file"]')) data.delete(input.name);
    try {
      const answer = await fetch(location.href, { method: 'POST', body: data, credentials: 'same-origin', headers: { 'X-Autosave': '1' } });
      const told = answer.headers.get('Content-Type')?.startsWith('application/json') ? await answer.json() : {};
      if (answer.ok && told.revision) {
        form.querySelector('[name="revision"]').value = told.revision;
        line.textContent = `已自动保存 ${told.at}`;
      } else if (answer.status === 409) {
        over = true; // the button shows both sides
        line.textContent = told.message;
      }
    } catch { line.textContent = '暂时没能自动保存；点“保存并继续”时会再保存'; }
    running = false;
    if (again) { again = false; save(); }
  };
  form.addEventListener('change', () => { clearTimeout(timer); timer = setTimeout(save, WAIT); });
  form.addEventListener('submit', () => { over = true; clearTimeout(timer); });
});
