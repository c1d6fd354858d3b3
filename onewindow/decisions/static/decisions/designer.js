// Opens the page's DMN document in dmn-js at the table of conditions and puts it back before the form is sent.
const canvas = document.getElementById("designer");
const field = document.getElementById("xml");
const state = document.getElementById("designer-state");
const modeler = new window.DmnJS({ container: canvas, height: "100%" });

function say(text) {
  state.textContent = text;
}

async function open() {
  const { warnings } = await modeler.importXML(field.value);
  const views = modeler.getViews();
  const table = views.find((view) => view.type === "decisionTable") || views[0];
  if (table) await modeler.open(table);
  say(warnings.length ? `打开时有 ${warnings.length} 处不认识的内容，保存前请核对。` : "");
}

const form = field.form;
if (form.dataset.edits) {
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
}
open().catch((error) => say(`设计器打不开这个文件：${error.message}`));
