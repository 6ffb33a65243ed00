// Makes elements without markup, so that no text can ever become code.

const ICONS = {
  chat: "M4 4h16v12H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  up: "M7 11v9H4v-9zM7 11l4-8c3 0 2 4 2 6h6l-1.5 11H7",
  down: "M7 13V4H4v9zM7 13l4 8c3 0 2-4 2-6h6L17.5 4H7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  differ: "M12 3v18M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
};

/** Make an element. Properties named with a dash, and `role`, are set as attributes. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "role" || key.includes("-")) made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A button that calls `onClick(button)`. */
export function button(content, onClick, properties = {}) {
  const made = element("button", { type: "button", ...properties }, ...[content].flat());
  made.addEventListener("click", () => onClick(made));
  return made;
}

/** A form that calls `onSubmit()` in place of being sent. */
export function form(onSubmit, properties, ...children) {
  const made = element("form", properties, ...children);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    onSubmit();
  });
  return made;
}

/** A line drawing beside or in place of a label; it is hidden from screen readers. */
export function icon(name) {
  const [svg, path] = ["svg", "path"].map((part) =>
    document.createElementNS("http://www.w3.org/2000/svg", part),
  );
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
