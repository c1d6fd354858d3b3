// Passkeys: the one thing on these pages that needs a script. The server sends what to sign and judges the answer.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

const post = async (address, body) => {
  const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
  const answer = await fetch(address, {
    method: 'POST', body, credentials: 'same-origin', redirect: 'error',
    headers: { 'X-CSRFToken': token, 'Content-Type': 'application/json', Accept: 'application/problem+json' },
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
};

const make = async options => {
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  (options.excludeCredentials || []).forEach(one => { one.id = bytes(one.id); });
  const made = await navigator.credentials.create({ publicKey: options });
  return { response: { attestationObject: text(made.response.attestationObject) }, made };
};

const use = async options => {
  options.challenge = bytes(options.challenge);
  (options.allowCredentials || []).forEach(one => { one.id = bytes(one.id); });
  const made = await navigator.credentials.get({ publicKey: options });
  const handle = made.response.userHandle;
  return {
    response: {
      authenticatorData: text(made.response.authenticatorData), signature: text(made.response.signature),
      userHandle: handle ? text(handle) : null,
    },
    made,
  };
};

const next = () => new URLSearchParams(location.search).get('next') || '';

document.querySelectorAll('[data-passkey]').forEach(part => {
  if (!window.PublicKeyCredential) return;
  part.hidden = false;
  const button = part.querySelector('button'), said = part.querySelector('[role=alert]');
  button.addEventListener('click', async () => {
    button.disabled = true;
    said.hidden = true;
    try {
      const options = await post(part.dataset.options, '{}');
      const { response, made } = await (part.dataset.passkey === 'create' ? make : use)(options);
      response.clientDataJSON = text(made.response.clientDataJSON);
      const body = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
      const query = next() ? `?next=${encodeURIComponent(next())}` : '';
      location.assign((await post(part.dataset.answer + query, body)).next);
    } catch (fault) {
      const own = fault instanceof DOMException || fault instanceof TypeError;
      said.textContent = own ? '没有完成。可能是取消了，或者这台设备没有可用的通行密钥。请再试一次，或换一种方式。' : fault.message;
      said.hidden = false;
      button.disabled = false;
    }
  });
});
