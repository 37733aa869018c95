// Comfort on top of pages that work without: the scheme, sorting, pages that keep themselves up to date.
const root = document.documentElement;

// The scheme: the system's until the button is pressed.
const button = document.querySelector('.theme');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
const label = () => button.setAttribute('aria-label', isDark() ? 'Switch to light colours' : 'Switch to dark colours');
if (button) {
  button.hidden = false;
  label();
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('laptime-theme', root.dataset.theme);
    } catch {
      // Then for this page alone.
    }
    label();
    document.dispatchEvent(new Event('laptime:theme'));
  });
}

// A cell sorts by its data-sort attribute, else by the number it begins with, else by its text.
const keyOf = (row, column) => {
  const cell = row.cells[column];
  const text = cell?.dataset.sort ?? cell?.textContent.trim() ?? '';
  const number = Number.parseFloat(text.replace(/[,×$<>~\s]/g, ''));
  return { text, number };
};
const compare = (a, b) =>
  Number.isNaN(a.number) !== Number.isNaN(b.number)
    ? Number(Number.isNaN(a.number)) - Number(Number.isNaN(b.number))
    : Number.isNaN(a.number)
      ? a.text.localeCompare(b.text)
      : a.number - b.number;

function sort(table, head, column) {
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, column) }));
  // What has no value stays last, whichever way.
  rows.sort((a, b) => (a.key.text === '' ? 1 : b.key.text === '' ? -1 : (descending ? -1 : 1) * compare(a.key, b.key)));
  body.append(...rows.map((one) => one.row));
}

function prepare() {
  for (const table of document.querySelectorAll('table.sortable:not([data-ready])')) {
    table.dataset.ready = 'true';
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!head.textContent.trim() || head.querySelector('button, input')) return;
      const trigger = document.createElement('button');
      trigger.append(...head.childNodes);
      head.append(trigger);
      trigger.addEventListener('click', () => sort(table, head, column));
    });
  }
  // A box that scrolls can be scrolled with the keyboard.
  for (const box of document.querySelectorAll('.scroll')) {
    if (box.scrollWidth > box.clientWidth && !box.querySelector('a, button')) box.tabIndex = 0;
  }
}

// <section data-live="5" id="…">: fetched anew every few seconds for as long as the server sends the attribute.
function keepUpToDate() {
  const live = document.querySelector('[data-live]');
  if (!live) return;
  setTimeout(async () => {
    try {
      if (document.hidden) return;
      const answer = await fetch(location.href, { headers: { 'X-Live': live.id } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(live.id);
      if (!fresh || fresh.outerHTML === live.dataset.shown) return;
      const stops = 'a, button, summary, input, select';
      const focus = [...live.querySelectorAll(stops)].indexOf(document.activeElement);
      const open = [...live.querySelectorAll('details')].map((one) => one.open);
      const copy = document.importNode(fresh, true);
      copy.dataset.shown = fresh.outerHTML;
      live.replaceWith(copy);
      [...copy.querySelectorAll('details')].forEach((one, i) => (one.open = open[i] ?? one.open));
      prepare();
      if (focus >= 0) copy.querySelectorAll(stops)[focus]?.focus({ preventScroll: true });
      // What came as text runs no script: the first chart of a run under way brings its own.
      for (const script of copy.querySelectorAll('script[src]')) await import(script.src);
      document.dispatchEvent(new Event('laptime:content'));
    } catch {
      // The server may be away for a moment; the page stays as it is.
    } finally {
      keepUpToDate();
    }
  }, Number(live.dataset.live) * 1000);
}

prepare();
keepUpToDate();
