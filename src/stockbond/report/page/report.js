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

  const largest = (spec) => Object.entries(used(spec)).reduce((a, b) => (b[1].length > a[1].length ? b : a));
  // A spec whose strip has chosen a span of days: the interval selection of that name begins with it.
  const spanned = (spec, span) => {
    const params = span && spec.params?.map((param) => (param.name === "span" ? { ...param, value: { x: span } } : param));
    return params ? { ...spec, params } : spec;
  };

  const drawn = new Map();
  const views = new Map();
  const spans = new Map(); // chosen by a button, as moments
  const draw = async (element) => {
    const spec = content.specs[element.dataset.chart];
    const width = element.clientWidth;
    if (!width || drawn.get(element) === width) return;
    drawn.set(element, width);
    const { view } = await vegaEmbed(
      element,
      { ...spanned(fitted(spec, width), spans.get(element)), datasets: used(spec), config: config(spec, width) },
      { mode: "vega-lite", renderer: "svg", actions: false, tooltip: { theme: "custom" } },
    );
    views.set(element, view);
    for (const part of element.querySelectorAll("[class*=span_brush]")) {
      part.setAttribute("aria-label", "The span of days shown: drag over the strip, or use the buttons below");
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

  // How old the data are when the page is read, which may be long after it was made. Simulated data have no age.
  const age = document.querySelector("#age[data-last-day]");
  if (age) {
    const days = Math.floor((Date.now() - new Date(`${age.dataset.lastDay}T00:00:00`)) / 86400000);
    const isStale = days > Number(age.dataset.freshDays);
    age.classList.toggle("stale", isStale);
    if (days > 0) {
      age.prepend(isStale ? "Stale. " : "");
      age.append(` The latest day was ${days.toLocaleString("en")} day${days === 1 ? "" : "s"} ago.`);
    }
  }

  // The zoom for those who use no pointer: a span of years, all days, earlier and later.
  const YEAR = 365.25 * 86400000;
  const moved = (button, [first, last], [from, to]) => {
    if (button.dataset.span === "all") return null;
    if (button.dataset.span) return [Math.max(first, to - button.dataset.span * YEAR), to];
    const width = to - from;
    const start = Math.min(Math.max(first, from + button.dataset.step * width), last - width);
    return [start, start + width];
  };
  for (const group of document.querySelectorAll(".zoom")) {
    const chart = document.querySelector(`[data-chart="${group.dataset.of}"]`);
    group.addEventListener("click", async ({ target }) => {
      if (target.tagName !== "BUTTON" || !views.has(chart)) return;
      const days = largest(content.specs[group.dataset.of])[1].map((row) => +new Date(row.trade_date));
      const all = [days[0], days.at(-1)];
      const shown = views.get(chart).signal("span").trade_date ?? all;
      spans.set(chart, moved(target, all, shown.map(Number)));
      drawn.delete(chart);
      await draw(chart);
    });
  }

  // Files of what is shown, made here: a figure as it is printed, a table with a column for each number.
  const csv = (lines) => lines
    .map((line) => line.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(","))
    .join("\r\n");
  const source = content.release + (content.isSimulated ? " SIMULATED" : "");
  const marked = (node) => [...node.childNodes]
    .map((part) => ({ SUB: "_", SUP: "^" })[part.nodeName]?.concat(part.textContent) ?? part.textContent).join("");
  const plain = (text) => {
    const line = text.replace(/\s+/g, " ").trim().replace(/^[−]/, "-");
    if (line === "–") return "";
    return /^[+-]?[\d,]+(\.\d+)?$/.test(line) ? line.replaceAll(",", "").replace("+", "") : line;
  };
  // The parts of a cell that are numbers of their own: its value, stars, t (in brackets) and unit.
  const parted = (cell) => {
    const value = cell.cloneNode(true);
    const found = { value: "", stars: "", t: "", unit: "" };
    for (const part of cell.matches("td") ? value.querySelectorAll("sup, small") : []) {
      const name = part.matches("sup") ? "stars" : part.matches(".unit") ? "unit" : "t";
      found[name] = plain(part.textContent.replace(/[[\]]/g, ""));
      part.remove();
    }
    found.value = plain(marked(value));
    return found;
  };
  const headsOf = (table) => {
    const heads = [];
    [...table.tHead.rows].forEach((row, i) => {
      let place = 0;
      for (const cell of row.cells) {
        while (heads[place]?.[i] !== undefined) place += 1;
        for (let right = 0; right < cell.colSpan; right += 1) {
          heads[place + right] ??= [];
          for (let down = 0; down < cell.rowSpan; down += 1) heads[place + right][i + down] = down ? "" : marked(cell);
        }
        place += cell.colSpan;
      }
    });
    return heads.map((parts) => parts.map((part) => part?.replace(/\s+/g, " ").trim()).filter(Boolean).join(", "));
  };
  const tableLines = (table) => {
    const heads = headsOf(table);
    const rows = [...table.tBodies[0].rows].filter((row) => row.cells.length > 1).map((row) => [...row.cells].map(parted));
    const names = heads.map((_, i) => ["value", "stars", "t", "unit"].filter((name) => name === "value" || rows.some((row) => row[i]?.[name])));
    const head = heads.flatMap((text, i) => names[i].map((name) => (name === "value" ? text : `${text} (${name})`)));
    const lines = rows.map((row) => names.flatMap((parts, i) => parts.map((name) => row[i]?.[name] ?? "")));
    return [[...head, "release"], ...lines.map((line) => [...line, source])];
  };
  // Of each year, where the figure has such rows beside its days.
  const yearly = (spec) => Object.entries(used(spec)).find(([, rows]) => rows.length && "year" in rows[0])[0];
  const figureLines = (name) => {
    const { columns } = content.datasets[name];
    const names = Object.keys(columns);
    const lines = columns[names[0]].map((_, i) => names.map((name) => String(columns[name][i] ?? "")));
    return [[...names, "release"], ...lines.map((line) => [...line, source])];
  };
  const save = (name, kind, url) => {
    const link = document.createElement("a");
    link.href = url;
    link.download = `stockbond_${content.isSimulated ? "SIMULATED_" : ""}${content.release}_${name}.${kind}`;
    link.click();
  };
  const saveText = (name, kind, type, text) => {
    const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    save(name, kind, url);
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  for (const group of document.querySelectorAll(".take")) {
    group.addEventListener("click", async ({ target }) => {
      const kind = target.dataset.take;
      const name = group.dataset.of;
      const spec = content.specs[name];
      const saveLines = (as, lines) => saveText(as, "csv", "text/csv", `\ufeff${csv(lines)}\r\n`);
      if (kind === "csv") saveLines(name, spec ? figureLines(largest(spec)[0]) : tableLines(document.getElementById(name)));
      else if (kind === "csv by year") saveLines(`${name}_by_year`, figureLines(yearly(spec)));
      else if (kind) {
        const file = content.files[name];
        const { view } = await vegaEmbed(document.createElement("div"), { ...file, datasets: used(file) }, { mode: "vega-lite", renderer: "svg", actions: false });
        if (kind === "svg") saveText(name, kind, "image/svg+xml", await view.toSVG());
        else save(name, kind, await view.toImageURL("png", 3));
        view.finalize();
      }
    });
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
