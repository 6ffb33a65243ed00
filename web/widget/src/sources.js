// Draws where an answer comes from: one line for each document, its places one tap away.

import { element } from "./dom.js";

/** `places` as in the API: {id, title, section, basis, as_of, published}, several for a document. */
export function drawSources(places, strings) {
  const documents = new Map();
  for (const place of places) {
    documents.set(place.id, [...(documents.get(place.id) ?? []), place]);
  }
  const title = strings.say(documents.size === 1 ? "source" : "sources");
  return element(
    "div",
    { className: "sources" },
    element("h3", { lang: strings.language }, title),
    ...[...documents.values()].map((one) => drawDocument(one, strings)),
  );
}

function drawDocument(places, strings) {
  const dates = [...new Set(places.map(datedBasis).filter(Boolean))].join("; ");
  const { title, published } = places[0];
  const date = published
    ? strings.say("published", { date: strings.date(published) })
    : strings.say("undated");
  return element(
    "details",
    {},
    element("summary", {}, dates ? `${title} (${dates})` : title),
    element("p", { lang: strings.language }, date),
    element("ul", {}, ...places.map((place) => element("li", {}, describePlace(place, strings)))),
  );
}

function datedBasis(place) {
  return [place.basis, place.as_of].filter(Boolean).join(", ");
}

function describePlace(place, strings) {
  const section = place.section ? strings.say("section", { section: place.section }) : "";
  return section + (datedBasis(place) || strings.say("unnamed"));
}
