// The small buttons under an answer: helpful or not, and copy.

import { button, element, form, icon } from "./dom.js";
import { plainText } from "./text.js";

const LONGEST_COMMENT = 1000;

/** The row of tools for an answer; a vote that was given before is shown as given. */
export function drawTools(message, chat) {
  const { strings } = chat;
  const votes = [voteButton("up", "helpful", true), voteButton("down", "unhelpful", false)];
  const why = element("textarea", { rows: 2, maxLength: LONGEST_COMMENT });
  const reason = form(
    async () => {
      if (!(await vote(false, why.value.trim()))) return;
      reason.hidden = true;
      votes[1].focus();
    },
    { className: "reason", hidden: true },
    element("label", {}, strings.say("why"), why),
    element("button", { type: "submit" }, strings.say("send")),
  );
  const tools = element("div", { className: "tools", lang: strings.language }, ...votes);
  // Without HTTPS a page may not write to the clipboard.
  if (navigator.clipboard) tools.append(tool("copy", "copy", copy));
  tools.append(reason);
  // The answer is announced once; what changes in here afterwards speaks through the status.
  tools.setAttribute("aria-live", "off");
  if (message.feedback) mark(message.feedback.helpful);
  return tools;

  function voteButton(picture, key, helpful) {
    const made = tool(picture, key, async () => {
      if (!(await vote(helpful))) return;
      reason.hidden = helpful;
      reason.scrollIntoView({ block: "nearest" });
    });
    made.setAttribute("aria-pressed", "false");
    return made;
  }

  function tool(picture, key, onClick) {
    return button(icon(picture), onClick, { "aria-label": strings.say(key), title: strings.say(key) });
  }

  async function vote(helpful, comment) {
    try {
      await chat.api.vote(message.id, comment ? { helpful, comment } : { helpful });
    } catch (failure) {
      chat.say(failure.kind === "refused" ? failure.message : strings.say("failed"));
      return false;
    }
    mark(helpful);
    chat.say(strings.say("thanks"));
    return true;
  }

  function mark(helpful) {
    votes.forEach((made, place) => made.setAttribute("aria-pressed", String((place === 0) === helpful)));
  }

  async function copy() {
    await navigator.clipboard.writeText(plainText(message));
    chat.say(strings.say("copied"));
  }
}
