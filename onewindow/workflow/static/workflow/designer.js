// Opens the page's BPMN document in bpmn-js and puts it back before the form is sent.
const canvas = document.getElementById("designer");
const field = document.getElementById("xml");
const state = document.getElementById("designer-state");
const modeler = new window.BpmnJS({ container: canvas });

function say(text) {
  state.textContent = text;
}

async function open() {
  const { warnings } = await modeler.importXML(field.value);
  modeler.get("canvas").zoom("fit-viewport");
  say(warnings.length ? `打开时有 ${warnings.length} 处不认识的内容，保存前请核对。` : "");
}

const form = field.form;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    field.value = (await modeler.saveXML({ format: true })).xml;
  } catch (error) {
    say(`没有保存：${error.message}`);
    return;
  }
  form.submit();
});
open().catch((error) => say(`画图工具打不开这个文件：${error.message}`));
