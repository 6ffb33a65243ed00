"use strict";

// The arrow keys lead to the neighbours of a conversation. Letters are left alone: they belong to
// people who steer the browser by voice or by its own shortcuts.
const KEYS = { ArrowLeft: "prev", ArrowRight: "next" };
const OWN_KEYS = "input, select, textarea, summary, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const relation = KEYS[event.key];
  const changed = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!relation || changed || event.target.closest(OWN_KEYS)) {
    return;
  }
  const link = document.querySelector(`main a[rel="${relation}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});

// How far an export is, once a second while it is downloaded.
const output = document.getElementById("progress");

async function follow(ticket) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const response = await fetch(`/staff/export/progress?ticket=${ticket}`);
    if (!response.ok) {
      return;
    }
    const { conversations, turns, state } = await response.json();
    const told = { running: "Exporting", finished: "Exported", failed: "The export broke off after" };
    output.textContent =
      `${told[state]} ${conversations.toLocaleString("en")} of ${output.dataset.of}` +
      ` conversations, ${turns.toLocaleString("en")} turns.`;
    if (state !== "running") {
      return;
    }
  }
}

for (const link of document.querySelectorAll("a[data-ticket]")) {
  link.addEventListener("click", () => follow(link.dataset.ticket));
}
