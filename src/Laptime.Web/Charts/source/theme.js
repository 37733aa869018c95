// The style sheet's colours as a Vega configuration, so that a chart looks like the page around it.
const names = ['ink', 'muted', 'line', 'panel', 'accent', 'good', 'warning', 'bad', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'];

function colours(element, scheme) {
  const probe = document.createElement('span');
  probe.hidden = true;
  if (scheme) probe.style.colorScheme = scheme;
  element.append(probe);
  const found = Object.fromEntries(
    names.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return found;
}

/** Configuration for the scheme on show, or for the one named. */
export function theme(element, scheme) {
  const c = colours(element, scheme);
  const font = getComputedStyle(document.body).fontFamily;
  const text = { labelFont: font, titleFont: font, labelColor: c.muted, titleColor: c.ink, titleFontWeight: 500, labelFontSize: 11, titleFontSize: 12 };
  return {
    background: null,
    font,
    padding: 4,
    view: { stroke: null },
    axis: { ...text, gridColor: c.line, domainColor: c.line, tickColor: c.line, labelLimit: 220 },
    legend: { ...text, symbolStrokeWidth: 1.5 },
    header: text,
    title: { font, color: c.ink },
    text: { font, color: c.ink },
    mark: { color: c.s1 },
    rule: { color: c.muted },
    range: {
      category: [c.s1, c.s2, c.s3, c.s4, c.s5, c.s6, c.s7, c.s8],
      heatmap: [c.s1, c.s2],
      ramp: [c.s1, c.s2],
    },
    // Marks name a role instead of a colour: { "style": "bad" }.
    style: {
      ink: { color: c.ink, fill: c.ink },
      muted: { color: c.muted, stroke: c.muted },
      accent: { color: c.accent, stroke: c.accent },
      good: { color: c.good, stroke: c.good },
      warning: { color: c.warning, stroke: c.warning },
      bad: { color: c.bad, stroke: c.bad },
      label: { color: c.ink, fill: c.ink, font, fontSize: 11 },
    },
  };
}
