// Sends a chosen file ahead, piece by piece (tus 1.0.0): it survives a broken line and a reload, the form is sent
// without it. Where anything fails for good, the file stays in its input and goes with the form as ever.
const PIECE = 512 * 1024, TRIES = 6;
const SAID = { open: '上传中', done: '已上传，检查通过', refused: '没有通过检查' };
const token = () => document.querySelector('[name="csrfmiddlewaretoken"]').value;
const pause = ms => new Promise(done => setTimeout(done, ms));
const b64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const ask = (url, method, headers = {}, body) => fetch(url, {
  method, body, credentials: 'same-origin', headers: { 'Tus-Resumable': '1.0.0', 'X-CSRFToken': token(), ...headers },
});
const state = async answer => {
  if (answer.status === 409) return answer.json();
  if (!answer.ok) throw Object.assign(new Error('refused'), { final: answer.status < 500, answer });
  return answer.json();
};

async function open(file, key) {
  const known = sessionStorage.getItem(key);
  if (known) {
    const answer = await ask(known, 'GET');
    if (answer.ok) return [known, await answer.json()];
    sessionStorage.removeItem(key);
  }
  const answer = await ask('/uploads/', 'POST', { 'Upload-Length': file.size, 'Upload-Metadata': `filename ${b64(file.name)}` });
  const told = await state(answer);
  sessionStorage.setItem(key, answer.headers.get('Location'));
  return [answer.headers.get('Location'), told];
}

async function send(file, key, tell, stopped) {
  let [url, told] = await open(file, key), tries = 0;
  while (told.state === 'open' && told.offset < told.size) {
    if (stopped()) return null;
    tell(told);
    try {
      const piece = file.slice(told.offset, told.offset + PIECE);
      told = await state(await ask(url, 'PATCH', { 'Upload-Offset': told.offset, 'Content-Type': 'application/offset+octet-stream' }, piece));
      tries = 0;
    } catch (fault) {
      if (fault.final || ++tries > TRIES) throw fault;
      tell(told, `网络不稳，${tries < TRIES ? '正在重试' : '最后一次重试'}`);
      await pause(500 * 2 ** tries);
      try { told = await state(await ask(url, 'GET')); } catch { /* the next round tries again */ }
    }
  }
  return told;
}

document.querySelectorAll('input[type="file"][data-upload]').forEach(input => {
  const line = document.createElement('p'), bar = document.createElement('progress'), sent = document.createElement('input');
  line.className = 'small up-state'; line.setAttribute('role', 'status');
  bar.max = 100; bar.hidden = true; bar.setAttribute('aria-label', '上传进度');
  sent.type = 'hidden'; sent.name = `${input.name}__upload`; sent.disabled = true;
  input.after(bar, line, sent);
  const name = input.name;
  let run = 0;
  input.addEventListener('change', async () => {
    const file = input.files[0], mine = ++run;
    sent.disabled = true; input.name = name; bar.hidden = !file; line.textContent = '';
    if (!file) return;
    const key = `upload ${name} ${file.name} ${file.size} ${file.lastModified}`;
    const tell = (told, note = '') => {
      bar.value = Math.round(100 * told.offset / told.size);
      line.textContent = `${file.name}：${note || `${SAID[told.state]} ${bar.value}%`}`;
    };
    try {
      const told = await send(file, key, tell, () => mine !== run);
      if (!told || mine !== run) return;
      tell(told);
      bar.hidden = true;
      sessionStorage.removeItem(key);
      if (told.state === 'done') {
        line.textContent = `${file.name}：${SAID.done}`;
        sent.value = told.id; sent.disabled = false;
        input.removeAttribute('name'); // the file itself need not travel again
      } else {
        line.textContent = told.cause || SAID.refused;
        input.value = '';
      }
    } catch {
      bar.hidden = true;
      line.textContent = `${file.name}：没能提前传上去，点“继续”时会随表单一起上传`;
    }
  });
  input.form?.addEventListener('submit', e => {
    if (!bar.hidden && sent.disabled && input.files[0]) run++; // not ready: the file goes with the form
  });
});
