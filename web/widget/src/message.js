// Draws one message of the API. Text only ever becomes text nodes, never markup.

import { button, element, icon } from "./dom.js";
import { drawChart } from "./chart.js";
import { drawSources } from "./sources.js";
import { drawTools } from "./tools.js";

const AUTHORS = { visitor: "youSaid", assistant: "assistantSaid", staff: "staffSaid" };
const JUDGED = ["answer", "recommendation", "unknown", "out_of_scope", "question"];

/**
 * The list item for `message`. `chat` has strings, api, say(text), choose(choice),
 * repeat(item) and openPerson(button). The item is complete: a screen reader announces it when it is added.
 */
export function drawMessage(message, chat) {
  const { author, kind } = message;
  const { strings } = chat;
  const bubble = element("div", { className: "bubble" }, ...drawText(message.text));
  // The widget's own words follow the page's language; what the assistant says is in its own.
  if (author !== "visitor") bubble.lang = message.lang ?? "en";
  const item = element(
    "li",
    { className: `message ${author}`, "data-kind": kind },
    element("span", { className: "hidden" }, strings.say(AUTHORS[author] ?? "assistantSaid")),
    bubble,
  );
  if (author === "visitor") return item;
  if (message.disagree) {
    const words = strings.say("disagree");
    const mark = element("p", { className: "differ", lang: strings.language }, icon("differ"), words);
    bubble.prepend(mark);
  }
  if (message.chart) bubble.append(...drawChart(message.chart, chat));
  if (message.disclaimers?.length) {
    const lines = message.disclaimers.map((line) => element("li", {}, line));
    bubble.append(element("ul", { className: "disclaimers" }, ...lines));
  }
  if (message.sources?.length) bubble.append(drawSources(message.sources, strings));
  if (kind === "error") item.append(button(strings.say("tryAgain"), () => chat.repeat(item)));
  if (kind === "handoff") item.append(button(strings.say("person"), chat.openPerson));
  if (message.choices?.length) item.append(drawChoices(message.choices, chat));
  if (JUDGED.includes(kind)) item.append(drawTools(message, chat));
  return item;
}

// Paragraphs are parted by blank lines; lines that begin with a dash are a list.
function drawText(text) {
  const parts = [];
  let list = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("- ")) {
      if (!list) parts.push((list = element("ul")));
      list.append(element("li", {}, line.slice(2)));
    } else {
      list = null;
      if (line) parts.push(element("p", {}, line));
    }
  }
  return parts;
}

function drawChoices(choices, chat) {
  const items = choices.map((choice) =>
    // The button keeps its place and the focus: a screen reader must not lose its position.
    element("li", { lang: "en" }, button(choice.title, () => chat.choose(choice))),
  );
  return element("ul", { className: "choices", "aria-label": chat.strings.say("next") }, ...items);
}
