// A chart as a file: always dark on white, for documents.

/** Offers the view as a download in the format, "svg" or "png". */
export async function save(view, figure, format) {
  try {
    const width = figure.querySelector('.canvas').clientWidth;
    if (width > 0) view.width(Math.max(360, width - 80));
    await view.runAsync();
    const blob =
      format === 'svg'
        ? new Blob([await view.toSVG()], { type: 'image/svg+xml' })
        : await new Promise((done) => view.toCanvas(2).then((canvas) => canvas.toBlob(done, 'image/png')));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${figure.dataset.name || 'chart'}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  } finally {
    view.finalize();
  }
}
