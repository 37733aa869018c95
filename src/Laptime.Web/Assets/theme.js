// Runs before anything is drawn, so that the page does not flash in the wrong scheme.
try {
  const theme = localStorage.getItem('laptime-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's scheme it is.
}
