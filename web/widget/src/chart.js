// Draws a chart: the picture, its meaning in words, and its figures as a table.

import { element } from "./dom.js";

/** `chart` is {url, summary, table: {columns, rows}}; `url` must lie at the assistant's address. */
export function drawChart(chart, { api, strings }) {
  const base = new URL(api.base, document.baseURI);
  const address = new URL(chart.url, base);
  const picture =
    address.origin === base.origin
      ? element("img", { src: address.href, alt: strings.say("chart") })
      : null;
  const figure = element("figure", {}, picture, element("figcaption", {}, chart.summary));
  return [figure, drawTable(chart.table, strings)];
}

function drawTable({ columns, rows }, strings) {
  const head = (scope) => (name) => element("th", { scope }, name);
  const body = rows.map(([name, ...cells]) =>
    element("tr", {}, head("row")(name), ...cells.map((cell) => element("td", {}, cell))),
  );
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...columns.map(head("col")))),
    element("tbody", {}, ...body),
  );
  const name = strings.say("table");
  return element(
    "details",
    {},
    element("summary", { lang: strings.language }, name),
    element("div", { className: "wide", tabIndex: 0, role: "group", "aria-label": name }, table),
  );
}
