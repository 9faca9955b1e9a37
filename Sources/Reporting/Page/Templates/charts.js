(() => {
  // Still pictures stay until their interactive twins have been drawn.
  if (!window.vegaEmbed) {
    document.getElementById('no-script').hidden = false;
    return;
  }
  const narrow = 560;
  const fitted = (text, width) => {
    const spec = JSON.parse(text);
    if (spec.spec) {
      // Small multiples do not follow the element around them by themselves.
      if (width < narrow) spec.columns = 1;
      spec.spec.width = Math.max(140, Math.floor((width - 80) / spec.columns) - 22);
    }
    if (width < narrow) {
      for (const layer of (spec.spec || spec).layer) {
        for (const channel of ['color', 'shape', 'strokeDash']) {
          const encoding = layer.encoding[channel];
          if (encoding && encoding.legend) encoding.legend.columns = 1;
        }
        const x = layer.encoding.x;
        if (x.sort && x.sort.join('').length * 7 > width - 90) x.axis.labelAngle = -35;
      }
    }
    return spec;
  };
  const draw = async (source) => {
    const chart = document.querySelector(`[data-chart="${source.dataset.for}"]`);
    const live = document.createElement('div');
    live.className = 'live';
    live.hidden = true;
    chart.append(live);
    const width = chart.clientWidth;
    try {
      const result = await vegaEmbed(live, fitted(source.textContent, width), {
        renderer: 'svg', actions: false, tooltip: { theme: 'light' },
      });
      const svg = live.querySelector('svg');
      if (svg) svg.setAttribute('aria-labelledby', `caption-${source.dataset.for}`);
      for (const other of [...chart.children]) if (other !== live) other.remove();
      live.hidden = false;
      chart.dataset.ready = String(width);
      return result;
    } catch (error) {
      live.remove();
      console.error(source.dataset.for, error);
    }
  };
  const sources = [...document.querySelectorAll('script[data-for]')];
  const all = async () => { for (const source of sources) await draw(source); };
  all();
  let waiting;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const source of sources) {
        const chart = document.querySelector(`[data-chart="${source.dataset.for}"]`);
        if (chart.dataset.ready && chart.dataset.ready !== String(chart.clientWidth)) draw(source);
      }
    }, 200);
  });
})();
