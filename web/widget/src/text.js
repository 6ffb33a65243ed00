// Messages as plain text.

/** A message as plain text, for copying: what the bubble shows, whole. */
export function plainText(message) {
  const sources = (message.sources ?? []).map((place) =>
    [place.title, place.section, place.basis, place.as_of].filter(Boolean).join(", "),
  );
  return [message.text, ...(message.disclaimers ?? []), ...new Set(sources)].join("\n\n");
}
