// One box for all charts; text only, whatever the data say.
let box;

/** Vega's tooltip handler. */
export function tooltip(handler, event, item, value) {
  if (value === null || value === undefined || value === '') {
    if (box) box.hidden = true;
    return;
  }
  if (!box) {
    box = document.createElement('div');
    box.className = 'tip';
    document.body.append(box);
  }
  box.replaceChildren(...lines(value));
  box.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = box;
  box.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
  box.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 12 : event.clientY + 18}px`;
}

function lines(value) {
  if (typeof value !== 'object') return [document.createTextNode(String(value))];
  const known = Object.entries(value).filter(([, text]) => text !== null && text !== 'null' && text !== '');
  return known.map(([name, text]) => {
    const line = document.createElement('div');
    const label = document.createElement('span');
    label.textContent = name;
    line.append(label, ` ${text}`);
    return line;
  });
}
