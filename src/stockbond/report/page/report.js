// Draws the charts: data from columns to rows, widths to the page. Colours are the page's CSS variables, so
// that light, dark and print need no second drawing.
(() => {
  const content = JSON.parse(document.getElementById("content").textContent);

  const rows = ({ columns, dates }) => {
    const names = Object.keys(columns);
    const n = names.length ? columns[names[0]].length : 0;
    const isDate = new Set(dates);
    return Array.from({ length: n }, (_, i) => {
      const row = {};
      for (const name of names) {
        const value = columns[name][i];
        // With its midnight a day is local, so that it is the same day in every time zone.
        row[name] = isDate.has(name) && value !== null ? `${value}T00:00:00` : value;
      }
      return row;
    });
  };
  const datasets = Object.fromEntries(Object.entries(content.datasets).map(([name, data]) => [name, rows(data)]));

  // Every panel of a chart has room of its own for the labels at its left: what is left is the panel's width.
  const fitted = (spec, width) => {
    const room = spec.usermeta?.room ?? 60;
    const panels = spec.vconcat ?? [spec];
    const sized = panels.map((panel) => ({ ...panel, width: Math.max(120, width - room) }));
    return spec.vconcat ? { ...spec, vconcat: sized } : sized[0];
  };
  // On a phone a legend takes two columns or one, so that it is no wider than the panel.
  const config = (spec, width) => {
    if (width >= 520) return content.config;
    const columns = spec.usermeta?.room ? 1 : 2;
    return { ...content.config, legend: { ...content.config.legend, columns } };
  };
  const used = (spec) => {
    const names = new Set(JSON.stringify(spec).match(/data-[0-9a-f]{8,}/g));
    return Object.fromEntries([...names].map((name) => [name, datasets[name]]));
  };

  const drawn = new Map();
  const draw = async (element) => {
    const spec = content.specs[element.dataset.chart];
    const width = element.clientWidth;
    if (!width || drawn.get(element) === width) return;
    drawn.set(element, width);
    await vegaEmbed(
      element,
      { ...fitted(spec, width), datasets: used(spec), config: config(spec, width) },
      { mode: "vega-lite", renderer: "svg", actions: false, tooltip: { theme: "custom" } },
    );
    for (const part of element.querySelectorAll("[class*=span_brush]")) {
      part.setAttribute("aria-label", "The span of days shown: drag over the strip to choose it");
    }
    element.dataset.drawn = Math.round(performance.now()); // milliseconds since the page was asked for
  };

  const charts = [...document.querySelectorAll("[data-chart]")];
  const drawAll = async () => {
    for (const chart of charts) {
      await draw(chart);
      await new Promise((done) => setTimeout(done)); // let the page answer between two charts
    }
    document.documentElement.dataset.ready = "true";
  };
  drawAll();

  // How old the data are when the page is read, which may be long after it was made.
  const age = document.getElementById("age");
  if (age) {
    const days = Math.floor((Date.now() - new Date(`${age.dataset.lastDay}T00:00:00`)) / 86400000);
    if (days > 4) age.classList.add("stale");
    if (days > 0) age.textContent += ` Read ${days.toLocaleString("en")} day${days === 1 ? "" : "s"} after that day.`;
  }

  let waiting;
  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 150);
  }).observe(document.querySelector("main"));

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details.paper")) details.open = true;
  });

  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const isDark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try { localStorage.setItem("stockbond-theme", root.dataset.theme); } catch { /* for this visit only */ }
  });
})();
