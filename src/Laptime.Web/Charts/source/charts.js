// Draws every <figure class="chart"> of a page from the Vega-Lite specification beside it.
// Expressions are interpreted, not compiled: the content security policy allows no eval.
import { expressionInterpreter } from 'vega-interpreter';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { theme } from './theme.js';
import { tooltip } from './tooltip.js';
import { save } from './save.js';

// Nothing is ever fetched: data stand in the specification.
const loader = {
  load: () => Promise.reject(new Error('A chart loads nothing.')),
  sanitize: () => Promise.reject(new Error('A chart links to nothing.')),
};

const views = new WeakMap();

const build = (spec, config, options) =>
  new View(parse(compile(spec, { config, logger: silent }).spec, null, { ast: true }), {
    expr: expressionInterpreter,
    loader,
    ...options,
  });

// Vega-Lite warns of harmless things; an error is thrown all the same.
const silent = { level: () => silent, error: () => silent, warn: () => silent, info: () => silent, debug: () => silent };

async function draw(figure) {
  const canvas = figure.querySelector('.canvas');
  const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  views.get(figure)?.finalize();
  const view = build(spec, theme(figure), { renderer: 'svg', container: canvas, hover: true, tooltip });
  views.set(figure, view);
  await view.runAsync();
  const marks = canvas.querySelector('svg');
  marks?.setAttribute('role', 'img');
  marks?.setAttribute('aria-label', figure.querySelector('.title')?.textContent ?? '');
  figure.dataset.drawn = 'true';
  for (const button of figure.querySelectorAll('button[data-save]')) {
    button.hidden = false;
    button.onclick = () =>
      save(build(spec, { ...theme(figure, 'light'), background: '#ffffff' }, { renderer: 'none' }), figure, button.dataset.save);
  }
}

// What nobody looks at is not drawn: a run may have many cases.
const watched = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      watched.unobserve(entry.target);
      drawOrTell(entry.target);
    }
  },
  { rootMargin: '400px' },
);

function drawOrTell(figure) {
  draw(figure).catch((error) => {
    figure.querySelector('.canvas').textContent = `The chart could not be drawn: ${error.message} Its table is below.`;
    console.error(error);
  });
}

const figures = () => [...document.querySelectorAll('figure.chart')];
const begin = () => figures().filter((figure) => !figure.dataset.drawn).forEach((figure) => watched.observe(figure));
const again = () => figures().filter((figure) => figure.dataset.drawn).forEach(drawOrTell);

begin();
document.addEventListener('laptime:content', begin);
document.addEventListener('laptime:theme', again);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
// A printed page and a tool that asks for all charts at once.
addEventListener('beforeprint', () => figures().filter((figure) => !figure.dataset.drawn).forEach(drawOrTell));
